"""Plans in headings and paragraphs, one document for each shape: what a careful clerk would type. All offices are invented (mẫu)."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from papi_desktop.domain.errors import Code, PlanError
from papi_desktop.domain.plan_document import ReadPlan, ReadTask
from papi_desktop.plans.blocks import Paragraph, clean
from papi_desktop.plans.reading import read_blocks, read_plan

OFFICE, CULTURE, FINANCE = "Văn phòng HĐND và UBND xã", "Công chức Văn hóa - xã hội", "Công chức Tài chính - kế toán"
JUSTICE, LAND = "Công chức Tư pháp - hộ tịch", "Công chức Địa chính"


def read(text: str) -> ReadPlan:
    """The plan that a text is, a paragraph each line."""
    return read_blocks([Paragraph(line) for line in map(clean, text.split("\n")) if line], "mẫu")


def commune(body: str) -> ReadPlan:
    """The plan of a commune with ``body`` under the usual head and above the usual end."""
    head = "UBND XÃ AN MẪU\nSố: 12/KH-UBND\nKẾ HOẠCH\nNâng cao Chỉ số PAPI năm 2026"
    end = "Trên đây là Kế hoạch, yêu cầu các bộ phận nghiêm túc thực hiện./.\nNơi nhận:\n- UBND tỉnh;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN"
    return read(f"{head}\n{body}\n{end}")


def where(task: ReadTask) -> str:
    """The place of a task in the plan: index, component."""
    return f"{task.dimension_no} {task.dimension_name} | {task.component_label} {task.component_name}".strip()


def who(task: ReadTask) -> str:
    return f"{'; '.join(task.lead_units)} + {'; '.join(task.coordinating_units)}".strip(" +")


def when(task: ReadTask) -> str:
    return f"{task.timing.kind.value} {task.timing.end or ''}".strip()


def each(plan: ReadPlan, *views: Callable[[ReadTask], str]) -> list[tuple[str, ...]]:
    return [tuple(view(task) for view in views) for task in plan.tasks]


def text(task: ReadTask) -> str:
    return task.text


def test_a_commune_plan_with_contents_and_officers() -> None:
    plan = read(
        """ỦY BAN NHÂN DÂN
        XÃ AN MẪU
        Số: 12/KH-UBND
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        An Mẫu, ngày 15 tháng 01 năm 2026
        KẾ HOẠCH
        Nâng cao Chỉ số hiệu quả quản trị và hành chính công (PAPI) năm 2026
        Thực hiện Kế hoạch số 21/KH-UBND ngày 05/01/2026 của UBND tỉnh (mẫu), UBND xã ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        1. Mục đích
        - Phấn đấu Chỉ số PAPI của xã năm 2026 đạt trên 45 điểm.
        2. Yêu cầu
        - Xác định rõ trách nhiệm của từng công chức.
        II. NỘI DUNG
        1. Tham gia của người dân ở cấp cơ sở
        - Tổ chức tuyên truyền Luật Thực hiện dân chủ ở cơ sở.
        - Công khai các khoản đóng góp của nhân dân.
        + Niêm yết tại nhà văn hóa thôn.
        2. Thủ tục hành chính công
        - 100% thủ tục hành chính được niêm yết tại Bộ phận Một cửa.
        III. TỔ CHỨC THỰC HIỆN
        1. Văn phòng HĐND và UBND xã
        - Tổng hợp, báo cáo kết quả trước ngày 15/12/2026.
        2. Công chức Tài chính - kế toán
        Bố trí kinh phí thực hiện Kế hoạch.
        3. Đề nghị UBMTTQ và các đoàn thể xã: Vận động hội viên thực hiện Kế hoạch.
        Trong quá trình thực hiện, nếu có vướng mắc, các bộ phận phản ánh về UBND xã.
        Trên đây là Kế hoạch nâng cao Chỉ số PAPI năm 2026 của UBND xã An Mẫu.
        Nơi nhận:
        - Lưu: VT."""
    )
    assert (plan.issuer, plan.number, plan.year) == ("UBND xã An Mẫu", "12/KH-UBND", 2026)
    assert plan.objectives == ("Phấn đấu Chỉ số PAPI của xã năm 2026 đạt trên 45 điểm.", "Xác định rõ trách nhiệm của từng công chức.")
    assert plan.unread == ()
    content = "1 Tham gia của người dân ở cấp cơ sở |"
    assert each(plan, where, text, who, when) == [
        (content, "Tổ chức tuyên truyền Luật Thực hiện dân chủ ở cơ sở.", "", "unspecified"),
        (content, "Công khai các khoản đóng góp của nhân dân.\n+ Niêm yết tại nhà văn hóa thôn.", "", "unspecified"),
        ("2 Thủ tục hành chính công |", "100% thủ tục hành chính được niêm yết tại Bộ phận Một cửa.", "", "unspecified"),
        ("| 1", "Tổng hợp, báo cáo kết quả trước ngày 15/12/2026.", OFFICE, "by_date 2026-12-14"),
        ("| 2", "Bố trí kinh phí thực hiện Kế hoạch.", FINANCE, "unspecified"),
        ("| 3", "Vận động hội viên thực hiện Kế hoạch.", "UBMTTQ; Các đoàn thể xã", "unspecified"),
    ]


@pytest.mark.parametrize("mark", ["- ", "• ", ""])
def test_a_letter_with_one_directive_a_paragraph(mark: str) -> None:
    directives = (
        "Quán triệt nội dung Chỉ số PAPI tới toàn thể cán bộ, công chức.",
        "Giao Văn phòng HĐND và UBND xã chủ trì, phối hợp với Công chức Địa chính tổng hợp kết quả, hoàn thành trước ngày 15/12/2026.",
        "Phòng Kinh tế, Hạ tầng và Đô thị công khai quy hoạch; thời gian hoàn thành trong Quý II/2026.",
        "Các thôn họp dân bàn về mức đóng góp xây dựng đường ngõ.",
    )
    plan = read(
        "UBND XÃ AN MẪU\nV/v nâng cao Chỉ số PAPI năm 2026\nKính gửi:\n- Các phòng chuyên môn;\n- Trưởng các thôn.\n"
        "Chủ tịch UBND xã yêu cầu các phòng, thôn thực hiện các nhiệm vụ sau:\n"
        + "\n".join(mark + directive for directive in directives)
        + "\nYêu cầu các phòng, thôn nghiêm túc thực hiện./.\nNơi nhận:\n- Như trên."
    )
    assert each(plan, text, who, when) == [
        (directives[0], "", "unspecified"),
        (directives[1], f"{OFFICE} + {LAND}", "by_date 2026-12-14"),
        (directives[2], "Phòng Kinh tế, Hạ tầng và Đô thị", "by_quarter 2026-06-30"),
        (directives[3], "Các thôn", "unspecified"),
    ]


def test_a_letter_that_gives_numbered_lines_to_offices() -> None:
    plan = read(
        """ỦY BAN NHÂN DÂN TỈNH MẪU
        Số: 401/UBND-NC
        V/v cải thiện các Chỉ số PAR INDEX, SIPAS, PAPI năm 2026
        Kính gửi: Các sở, ban, ngành tỉnh; UBND các xã, phường.
        UBND tỉnh yêu cầu các đơn vị thực hiện một số nội dung sau:
        1. Các sở, ban, ngành tỉnh; UBND các xã, phường
        a) Rà soát các chỉ số thành phần bị giảm điểm, có giải pháp khắc phục[1] theo
        2
        [1] Công văn số 12/UBND-NC ngày 02/01/2026 của UBND tỉnh.
        đúng quy định.
        b) UBND các xã, phường công khai ngân sách, báo cáo trước ngày 20/11/2026.
        2. Sở Nội vụ
        a) Chủ trì, phối hợp với Sở Tài chính tham mưu UBND tỉnh ban hành kế hoạch điều tra.
        b) Theo dõi, đôn đốc; định kỳ hằng quý báo cáo UBND tỉnh.
        3. Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với Văn phòng UBND tỉnh:
        - Nâng cấp Cổng dịch vụ công.
        4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tăng cường giám sát.
        5. Sở Thông tin và Truyền thông theo chức năng, nhiệm vụ được giao tổ chức tuyên truyền.
        6. Thời gian thực hiện: trong Quý III/2026.
        Yêu cầu các sở, ban, ngành nghiêm túc triển khai thực hiện./."""
    )
    wards = "UBND các xã, phường"
    assert plan.tasks[0].text == "Rà soát các chỉ số thành phần bị giảm điểm, có giải pháp khắc phục theo đúng quy định."
    assert each(plan, where, who, when) == [
        ("| a", f"Các sở, ban, ngành tỉnh; {wards}", "unspecified"),
        ("| b", wards, "by_date 2026-11-19"),
        ("| a", "Sở Nội vụ + Sở Tài chính", "unspecified"),
        ("| b", "Sở Nội vụ", "quarterly"),
        ("| 3", "Sở Khoa học và Công nghệ + Văn phòng UBND tỉnh", "unspecified"),
        ("| 4", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "unspecified"),
        ("| 5", "Sở Thông tin và Truyền thông", "unspecified"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        """Phần I
        MỤC TIÊU
        1. Mục tiêu cụ thể
        - 100% hồ sơ được giải quyết đúng hạn.
        Phần II
        NHIỆM VỤ, GIẢI PHÁP
        Mục 1. Công khai, minh bạch
        a) Niêm yết bảng giá đất tại trụ sở xã.
        Thời gian: trong năm 2026.
        b) Công khai danh sách hộ nghèo.
        Phần III
        TỔ CHỨC THỰC HIỆN
        1. Văn phòng HĐND và UBND xã theo dõi, đôn đốc thực hiện Kế hoạch.""",
        """Điều 1. Mục tiêu: 100% hồ sơ được giải quyết đúng hạn.
        Điều 2. Nhiệm vụ
        1. Về công khai, minh bạch
        a) Niêm yết bảng giá đất tại trụ sở xã (trong năm 2026).
        b) Công khai danh sách hộ nghèo.
        Điều 3. Tổ chức thực hiện
        1. Văn phòng HĐND và UBND xã theo dõi, đôn đốc thực hiện Kế hoạch.""",
    ],
)
def test_parts_and_articles(body: str) -> None:
    plan = commune(body)
    assert plan.objectives == ("100% hồ sơ được giải quyết đúng hạn.",)
    assert each(plan, where, text, who, when) == [
        ("1 Công khai, minh bạch | a", "Niêm yết bảng giá đất tại trụ sở xã.", "", "range 2026-12-31"),
        ("1 Công khai, minh bạch | b", "Công khai danh sách hộ nghèo.", "", "unspecified"),
        ("| 1", "Văn phòng HĐND và UBND xã theo dõi, đôn đốc thực hiện Kế hoạch.", OFFICE, "unspecified"),
    ]


@pytest.mark.parametrize("mark", ["", "- ", "+ ", "* "])
def test_lines_below_a_directive_say_who_and_when(mark: str) -> None:
    plan = commune(
        f"""I. NHIỆM VỤ TRỌNG TÂM
        1. Tuyên truyền sâu rộng nội dung Chỉ số PAPI
        {mark}Chủ trì: Công chức Văn hóa - xã hội.
        {mark}Phối hợp: Đài truyền thanh xã; các thôn.
        {mark}Thời gian: Thường xuyên.
        {mark}Sản phẩm: Tin, bài phát thanh.
        2. Nâng cao chất lượng môi trường
        a) Thu gom rác thải sinh hoạt.
        {mark}Đơn vị chủ trì: Công chức Địa chính; thời gian hoàn thành: trước ngày 30/6/2026.
        b) Trồng cây xanh dọc các trục đường.
        {mark}Đơn vị chủ trì: Đoàn Thanh niên xã.
        {mark}Chỉ tiêu: 500 cây."""
    )
    assert each(plan, where, who, when) == [
        ("| 1", f"{CULTURE} + Đài truyền thanh xã; Các thôn", "continuous"),
        ("2 Nâng cao chất lượng môi trường | a", LAND, "by_date 2026-06-29"),
        ("2 Nâng cao chất lượng môi trường | b", "Đoàn Thanh niên xã", "unspecified"),
    ]
    assert [(task.text, task.result, task.target) for task in plan.tasks] == [
        ("Tuyên truyền sâu rộng nội dung Chỉ số PAPI", "Tin, bài phát thanh", ""),
        ("Thu gom rác thải sinh hoạt.", "", ""),
        ("Trồng cây xanh dọc các trục đường.", "", "500 cây"),
    ]


def test_brackets_at_the_end_say_who_and_when() -> None:
    plan = commune(
        """I. NHIỆM VỤ
        1. Thủ tục hành chính công
        - Rà soát thủ tục không còn phù hợp (Chủ trì: Công chức Tư pháp - hộ tịch; hoàn thành trước 30/6/2026).
        - Niêm yết phí, lệ phí (Công chức Tài chính - kế toán chủ trì; thời gian: thường xuyên).
        - Tổ chức đối thoại (Giao Văn phòng HĐND và UBND xã chủ trì, phối hợp với Mặt trận Tổ quốc xã thực hiện trong Quý III/2026).
        - Công khai thủ tục hành chính (TTHC) theo quy định (Nghị định số 61/2018/NĐ-CP ngày 23/4/2018).
        2. Quản trị môi trường (Thời gian thực hiện: thường xuyên)
        - Thu gom rác thải theo nội dung 7 (Phụ trách: Công chức Địa chính).
        3. Chỉ số nội dung Cung ứng dịch vụ công (giao Trạm Y tế xã chủ trì)
        - Nâng cao chất lượng khám, chữa bệnh.
        4. Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã và các thôn kiểm tra việc xả thải, hoàn thành trước ngày 15/12/2026."""
    )
    procedures = "1 Thủ tục hành chính công |"
    assert each(plan, where, who, when) == [
        (procedures, JUSTICE, "by_date 2026-06-29"),
        (procedures, FINANCE, "continuous"),
        (procedures, f"{OFFICE} + Mặt trận Tổ quốc xã", "by_quarter 2026-09-30"),
        (procedures, "", "unspecified"),
        ("2 Quản trị môi trường |", LAND, "continuous"),
        ("3 Cung ứng dịch vụ công |", "Trạm Y tế xã", "unspecified"),
        ("| 4", "Phòng Kinh tế + Công an xã; Các thôn", "by_date 2026-12-14"),
    ]
    assert [plan.tasks[i].text for i in (0, 4)] == ["Rà soát thủ tục không còn phù hợp.", "Thu gom rác thải theo nội dung 7."]
    assert plan.tasks[3].text.endswith("(Nghị định số 61/2018/NĐ-CP ngày 23/4/2018).")


def test_several_index_systems_a_look_back_and_costs() -> None:
    plan = read(
        """UBND TỈNH MẪU
        KẾ HOẠCH
        Cải thiện, nâng cao các Chỉ số PAR INDEX, SIPAS và dân vận chính quyền năm 2026
        A. ĐÁNH GIÁ KẾT QUẢ NĂM 2025
        I. Kết quả đạt được
        1. Chỉ số PAR INDEX
        - Đã ban hành 12 văn bản chỉ đạo.
        2. Tồn tại, hạn chế
        - Tổ chức kiểm tra còn ít.
        B. MỤC TIÊU NĂM 2026
        - PAR INDEX: Phấn đấu đạt trên 90%.
        C. NHIỆM VỤ, GIẢI PHÁP
        I. CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX)
        1. Cải cách thể chế
        a) Rà soát văn bản quy phạm pháp luật.
        - Cơ quan chủ trì: Sở Tư pháp.
        - Cơ quan phối hợp: Các sở, ban, ngành tỉnh.
        - Thời gian thực hiện: Quý II/2026.
        II. CHỈ SỐ SIPAS
        1. Sở Nội vụ:
        - Công bố kết quả trong tháng 10/2026.
        III. DÂN VẬN CHÍNH QUYỀN
        - Tổ chức tiếp công dân định kỳ.
        D. KINH PHÍ: Từ ngân sách nhà nước.
        Đ. TỔ CHỨC THỰC HIỆN
        I. SỞ NỘI VỤ
        1. Theo dõi, đôn đốc.
        II. CÁC SỞ, BAN, NGÀNH
        Xây dựng kế hoạch trước ngày 28/02/2026.
        Trên đây là Kế hoạch./."""
    )
    assert [(task.index_system, where(task), who(task), when(task)) for task in plan.tasks] == [
        ("PAR INDEX", "I PAR INDEX | 1 Cải cách thể chế", "Sở Tư pháp + Các sở, ban, ngành tỉnh", "by_quarter 2026-06-30"),
        ("SIPAS", "II SIPAS | 1", "Sở Nội vụ", "range 2026-10-31"),
        ("DVCQ", "III DVCQ |", "", "unspecified"),
        ("", "| 1", "Sở Nội vụ", "unspecified"),
        ("", "| II", "Các sở, ban, ngành", "by_date 2026-02-27"),
    ]
    assert plan.objectives == ("PAR INDEX: Phấn đấu đạt trên 90%.",)
    assert [row.text[:12] for row in plan.unread] == ["- Đã ban hàn", "- Tổ chức ki", "D. KINH PHÍ:"]


def test_labels_of_every_kind_and_headings_with_a_full_stop() -> None:
    plan = commune(
        """I/ Mục đích, yêu cầu.
        1/ Mục đích.
        • Nâng cao nhận thức của người dân.
        II/ Nội dung thực hiện.
        1/ Tham gia của người dân ở cấp cơ sở.
        a/ Tổ chức họp thôn lấy ý kiến nhân dân.
        (1) Niêm yết thông báo họp.
        b/ Công khai quỹ đóng góp.
        2/ Công khai, minh bạch.
        * Niêm yết kế hoạch sử dụng đất.
        • Công khai ngân sách xã.
        III/ Phân công nhiệm vụ.
        1) Công chức Tư pháp - hộ tịch.
        (1) Phổ biến giáo dục pháp luật.
        (2) Hướng dẫn hòa giải ở cơ sở.
        IV/ Tổ chức thực hiện.
        * Các thôn:
        - Tổ chức họp dân."""
    )
    assert plan.objectives == ("Nâng cao nhận thức của người dân.",)
    assert plan.tasks[0].text == "Tổ chức họp thôn lấy ý kiến nhân dân.\n(1) Niêm yết thông báo họp."
    assert each(plan, where, who) == [
        ("1 Tham gia của người dân ở cấp cơ sở | a", ""),
        ("1 Tham gia của người dân ở cấp cơ sở | b", ""),
        ("2 Công khai, minh bạch |", ""),
        ("2 Công khai, minh bạch |", ""),
        ("| 1", JUSTICE),
        ("| 2", JUSTICE),
        ("|", "Các thôn"),
    ]


def test_sections_with_aims_duties_and_officers_of_their_own() -> None:
    plan = commune(
        """I. NHIỆM VỤ VÀ GIẢI PHÁP CẢI THIỆN CÁC
        CHỈ SỐ NỘI DUNG
        1. TĂNG CƯỜNG SỰ THAM GIA CỦA NGƯỜI DÂN
        a) Mục tiêu: Phấn đấu đạt trên 5,5 điểm.
        b) Nhiệm vụ:
        - Tổ chức hội nghị tuyên truyền.
        - Niêm yết các khoản đóng góp.
        c) Đơn vị thực hiện: Công chức Văn hóa - xã hội.
        d) Thời gian thực hiện
        Thường xuyên.
        2. Nội dung 2: Công khai, minh bạch
        * Giải pháp
        - Công khai ngân sách xã.
        - Công khai danh sách hộ nghèo.
        - Đơn vị thực hiện: Công chức Tài chính - kế toán.
        3. THỦ TỤC HÀNH CHÍNH CÔNG
        - Phấn đấu đạt trên 95% hồ sơ giải quyết trước hạn.
        - Rà soát quy trình nội bộ.
        - Bố trí trang thiết bị.
        Công chức Tư pháp - hộ tịch chủ trì, phối hợp với các thôn thực hiện.
        4. Nhóm nhiệm vụ về quản trị điện tử:
        - Cập nhật Trang thông tin điện tử.
        + Chủ trì: Văn phòng HĐND và UBND xã.
        + Thời gian: Hằng quý."""
    )
    assert len(plan.objectives) == 2
    assert [(task.dimension_no, who(task), when(task)) for task in plan.tasks] == [
        ("1", CULTURE, "continuous"),
        ("1", CULTURE, "continuous"),
        ("2", FINANCE, "unspecified"),
        ("2", FINANCE, "unspecified"),
        ("3", f"{JUSTICE} + Các thôn", "unspecified"),
        ("3", f"{JUSTICE} + Các thôn", "unspecified"),
        ("4", OFFICE, "quarterly"),
    ]
    assert [plan.tasks[i].dimension_name for i in (2, 6)] == ["Công khai, minh bạch", "Quản trị điện tử"]


def test_a_line_that_directs_is_one_task_with_all_below_it() -> None:
    plan = commune(
        """I. NHIỆM VỤ
        1. Nâng cao nhận thức
        1.1. Tổ chức hội nghị quán triệt.
        1.2. Xây dựng chuyên mục trên Đài truyền thanh.
        2. Đánh giá, chấm điểm việc thực hiện của các thôn.
        3. Yêu cầu các thôn họp dân bàn việc đóng góp.
        4. Tập trung cải thiện các nội dung bị giảm điểm:
        - Tổ chức đối thoại với nhân dân.
        - Cập nhật thông tin lên Trang thông tin điện tử.
        5. Tuyên truyền:
        - Phát thanh trên hệ thống truyền thanh xã."""
    )
    assert each(plan, where, who) == [
        ("1 Nâng cao nhận thức | 1.1", ""),
        ("1 Nâng cao nhận thức | 1.2", ""),
        ("| 2", ""),
        ("| 3", "Các thôn"),
        ("| 4", ""),
        ("5 Tuyên truyền |", ""),
    ]
    assert len(plan.tasks[4].text.split("\n")) == 3


def test_headings_without_numbers() -> None:
    plan = commune(
        """MỤC ĐÍCH, YÊU CẦU
        - Nâng cao nhận thức.
        NỘI DUNG THỰC HIỆN
        Tham gia của người dân ở cấp cơ sở
        - Tổ chức họp thôn.
        Công khai, minh bạch:
        - Niêm yết danh sách hộ nghèo.
        TỔ CHỨC THỰC HIỆN
        Văn phòng HĐND và UBND xã:
        - Đôn đốc thực hiện."""
    )
    assert plan.objectives == ("Nâng cao nhận thức.",)
    assert [(task.dimension_name, who(task)) for task in plan.tasks] == [
        ("Tham gia của người dân ở cấp cơ sở", ""),
        ("Công khai, minh bạch", ""),
        ("", OFFICE),
    ]


def test_an_office_below_each_component() -> None:
    plan = commune(
        """B. NỘI DUNG, GIẢI PHÁP
        I. NỘI DUNG "THAM GIA CỦA NGƯỜI DÂN Ở CẤP CƠ SỞ"
        1. Tri thức công dân
        1.1. Sở Tư pháp
        a) Biên soạn tài liệu phổ biến (hoàn thành trong Quý I/2026).
        1.2. UBND cấp xã
        a) Tổ chức tuyên truyền tới từng hộ dân.
        2. Cơ hội tham gia
        - Sở Nội vụ: Hướng dẫn bầu trưởng thôn.
        - UBND cấp xã: Niêm yết danh sách cử tri."""
    )
    assert [(task.dimension_no, task.component_label, task.component_name, who(task)) for task in plan.tasks] == [
        ("I", "1", "Tri thức công dân", "Sở Tư pháp"),
        ("I", "1", "Tri thức công dân", "UBND cấp xã"),
        ("I", "2", "Cơ hội tham gia", "Sở Nội vụ"),
        ("I", "2", "Cơ hội tham gia", "UBND cấp xã"),
    ]


def test_a_city_plan_with_offices_below_contents() -> None:
    plan = read(
        """ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        THÀNH PHỐ MẪU          Độc lập - Tự do - Hạnh phúc
        Số: 3456/KH-UBND       Mẫu, ngày 05 tháng 3 năm 2026
        KẾ HOẠCH
        Nâng cao Chỉ số PAPI thành phố Mẫu năm 2026
        I. MỤC TIÊU
        Năm 2026, Chỉ số PAPI của thành phố đạt từ 44,5 điểm trở lên, trong đó:
        - Chỉ số nội dung “Quản trị điện tử”: đạt từ 3,5 điểm.
        II. CÁC NHIỆM VỤ, GIẢI PHÁP
        1. Nhiệm vụ, giải pháp chung
        1.1. Các sở, ban, ngành, UBND các xã, phường
        - Tăng cường kỷ luật, kỷ cương hành chính.
        2. Nhiệm vụ, giải pháp cụ thể
        2.1. Nội dung "Tham gia của người dân ở cấp cơ sở"
        a) Sở Nội vụ
        - Hướng dẫn thực hiện Luật Thực hiện dân chủ ở cơ sở.
        - Thời gian: Quý II/2026.
        b) Sở Tư pháp chủ trì, phối hợp với Sở Văn hóa, Thể thao và Du lịch, UBND các xã, phường
        - Đẩy mạnh tuyên truyền pháp luật.
        2.2. Nội dung "Quản trị điện tử"
        Giao Sở Khoa học và Công nghệ:
        - Nâng cấp Cổng thông tin điện tử.
        III. TỔ CHỨC THỰC HIỆN
        1. Sở Nội vụ là cơ quan thường trực, có trách nhiệm theo dõi, đôn đốc.
        2. Kinh phí thực hiện: Bố trí trong dự toán ngân sách năm 2026.
        IV. CHẾ ĐỘ BÁO CÁO
        Giao Văn phòng UBND thành phố tổng hợp, báo cáo định kỳ 6 tháng, năm.
        Các sở, ban, ngành triển khai thực hiện Kế hoạch này./."""
    )
    assert plan.issuer == "UBND thành phố Mẫu"
    assert len(plan.objectives) == 2
    assert each(plan, where, who, when) == [
        ("| 1.1", "Các sở, ban, ngành; UBND các xã, phường", "unspecified"),
        ("2.1 Tham gia của người dân ở cấp cơ sở | a", "Sở Nội vụ", "by_quarter 2026-06-30"),
        (
            "2.1 Tham gia của người dân ở cấp cơ sở | b",
            "Sở Tư pháp + Sở Văn hóa, Thể thao và Du lịch; UBND các xã, phường",
            "unspecified",
        ),
        ("2.2 Quản trị điện tử |", "Sở Khoa học và Công nghệ", "unspecified"),
        ("| 1", "Sở Nội vụ", "unspecified"),
        ("|", "Văn phòng UBND thành phố", "half_yearly"),
        ("|", "Các sở, ban, ngành", "unspecified"),
    ]
    assert [row.text[:12] for row in plan.unread] == ["2. Kinh phí "]


def test_officers_and_duties_in_dashes_below_contents() -> None:
    plan = read(
        """UBND TỈNH MẪU
        KẾ HOẠCH
        Nâng cao Chỉ số PAPI và Chỉ số SIPAS năm 2026
        I. MỤC TIÊU
        1. Chỉ số SIPAS: đạt trên 90%.
        II. NHIỆM VỤ
        1. Đối với Chỉ số PAPI
        1.1. Trục nội dung 1: "Tham gia của người dân ở cấp cơ sở"
        - Đơn vị chủ trì, theo dõi: Sở Nội vụ.
        - Đơn vị phối hợp: Sở Tư pháp; UBND cấp xã.
        - Nhiệm vụ:
        + Tuyên truyền về bầu cử.
        + Công khai các khoản đóng góp.
        - Thời gian thực hiện: Cả năm.
        2. Đối với Chỉ số SIPAS
        a) UBND cấp xã có trách nhiệm:
        - Khắc phục hạn chế sau khảo sát
        b) Thanh tra tỉnh chủ trì, phối hợp với Sở Nội vụ kiểm tra việc thực hiện Kế hoạch
        Trên đây là Kế hoạch."""
    )
    participation = "1 PAPI | 1.1 Tham gia của người dân ở cấp cơ sở"
    assert plan.objectives == ("Chỉ số SIPAS: đạt trên 90%.",)
    assert each(plan, where, text, who, when) == [
        (participation, "Tuyên truyền về bầu cử.", "Sở Nội vụ + Sở Tư pháp; UBND cấp xã", "range 2026-12-31"),
        (participation, "Công khai các khoản đóng góp.", "Sở Nội vụ + Sở Tư pháp; UBND cấp xã", "range 2026-12-31"),
        ("2 SIPAS | a", "Khắc phục hạn chế sau khảo sát", "UBND cấp xã", "unspecified"),
        (
            "2 SIPAS | b",
            "Thanh tra tỉnh chủ trì, phối hợp với Sở Nội vụ kiểm tra việc thực hiện Kế hoạch",
            "Thanh tra tỉnh + Sở Nội vụ",
            "unspecified",
        ),
    ]


def test_labels_without_spaces_or_full_stops() -> None:
    plan = commune(
        """I.MỤC TIÊU
        1.Phấn đấu đạt 45 điểm.
        II.NHIỆM VỤ
        1.Công khai, minh bạch
        1.1 Niêm yết danh sách hộ nghèo tại thôn.
        2.Quản trị môi trường
        a)Thu gom rác thải.
        III.TỔ CHỨC THỰC HIỆN
        1.Các thôn
        -Họp dân; kịp thời
        - 2 -
        báo cáo UBND xã."""
    )
    assert plan.objectives == ("Phấn đấu đạt 45 điểm.",)
    assert each(plan, where, text, who) == [
        ("1 Công khai, minh bạch | 1.1", "Niêm yết danh sách hộ nghèo tại thôn.", ""),
        ("2 Quản trị môi trường | a", "Thu gom rác thải.", ""),
        ("| 1", "Họp dân; kịp thời báo cáo UBND xã.", "Các thôn"),
    ]


def test_directives_that_are_counted_in_words() -> None:
    plan = read(
        "UBND XÃ AN MẪU\nV/v nâng cao Chỉ số PAPI năm 2026\nUBND xã yêu cầu các bộ phận thực hiện một số nhiệm vụ sau:\n"
        "Một là, tổ chức tuyên truyền Chỉ số PAPI.\nHai là, giao Công chức Địa chính công khai quy hoạch.\n"
        "Yêu cầu các bộ phận thực hiện./."
    )
    assert each(plan, where, who) == [("| 1", ""), ("| 2", LAND)]


def test_a_plan_behind_the_decision_that_issues_it() -> None:
    plan = read(
        """UBND XÃ AN MẪU
        QUYẾT ĐỊNH
        Về việc ban hành Kế hoạch nâng cao Chỉ số PAPI năm 2026
        Điều 1. Ban hành kèm theo Quyết định này Kế hoạch nâng cao Chỉ số PAPI năm 2026.
        Điều 2. Văn phòng HĐND và UBND xã chịu trách nhiệm thi hành Quyết định này./.
        Nơi nhận:
        - Như Điều 2;
        KẾ HOẠCH
        Nâng cao Chỉ số PAPI năm 2026
        I. NHIỆM VỤ
        1. Công khai, minh bạch
        - Niêm yết danh sách hộ nghèo.
        II. TỔ CHỨC THỰC HIỆN
        1. Các thôn: Họp dân."""
    )
    assert each(plan, where, text, who) == [
        ("1 Công khai, minh bạch |", "Niêm yết danh sách hộ nghèo.", ""),
        ("| 1", "Họp dân.", "Các thôn"),
    ]


def test_automatic_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("UBND XÃ AN MẪU", "KẾ HOẠCH", "Nâng cao Chỉ số PAPI năm 2026"):
        document.add_paragraph(line)
    for line, style in (
        ("Công khai, minh bạch", "List Number"),
        ("Niêm yết danh sách hộ nghèo.", "List Bullet"),
        ("Thủ tục hành chính công", "List Number"),
        ("Bố trí công chức trực.", "List Bullet"),
    ):
        document.add_paragraph(line, style=style)
    path = tmp_path / "plan.docx"
    document.save(str(path))
    assert each(read_plan(path), where) == [("1 Công khai, minh bạch |",), ("2 Thủ tục hành chính công |",)]


DECREE = """BỘ NỘI VỤ (MẪU)
THÔNG TƯ
Quy định về đánh giá công chức
Điều 1. Trách nhiệm của Sở Nội vụ
1. Chủ trì, phối hợp với các cơ quan hướng dẫn thực hiện Thông tư này.
2. Kiểm tra việc đánh giá công chức.
Điều 2. Điều khoản thi hành
Thông tư này có hiệu lực từ ngày 01/3/2026./."""
REPORT = """UBND XÃ AN MẪU
BÁO CÁO
Kết quả thực hiện Chỉ số PAPI năm 2025
I. KẾT QUẢ THỰC HIỆN
1. Công tác chỉ đạo
- Tổ chức 02 hội nghị quán triệt với 150 lượt người tham dự.
2. Công khai, minh bạch
- Niêm yết 100% danh sách hộ nghèo.
Trên đây là Báo cáo./."""
STORY = """I. Làng
1. Ông Năm chủ trì việc làng đã ba mươi năm.
Người ta bảo ông khó tính, nhưng ai cũng nể.
2. Chiều ấy, trời đổ mưa.
- Đưa tôi cái nón.
- Ông đi đâu?
II. Phố
1. Thằng Tý lên phố học.
Nó ở trọ trong con hẻm nhỏ, tối đến nghe tiếng tàu.
2. Tổ chức đám cưới cho con, ông Năm bán con trâu."""


@pytest.mark.parametrize("other", [DECREE, REPORT, STORY], ids=["decree", "report", "story"])
def test_other_documents_are_no_plans(other: str) -> None:
    with pytest.raises(PlanError) as error:
        read(other)
    assert error.value.code is Code.NOT_A_PLAN
