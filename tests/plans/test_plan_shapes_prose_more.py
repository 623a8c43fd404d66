"""More plans in headings and paragraphs: directives, conclusions, plans of reform and of digital change. All offices are invented (mẫu)."""

import pytest

from papi_desktop.plans.blocks import Paragraph, clean
from papi_desktop.plans.reading import read_blocks

HEAD = "UBND XÃ AN MẪU\nSố: 12/KH-UBND\nKẾ HOẠCH\nNâng cao Chỉ số PAPI năm 2026\n"
END = "\nTrên đây là Kế hoạch, yêu cầu các bộ phận thực hiện./.\nNơi nhận:\n- Lưu: VT."


def tasks(body: str, head: str = HEAD, end: str = END) -> list[str]:
    """Each task as "place | text | lead + coordinating | timing"."""
    plan = read_blocks([Paragraph(line) for line in map(clean, f"{head}{body}{end}".split("\n")) if line], "mẫu")
    found: list[str] = []
    for task in plan.tasks:
        place = " ".join(filter(None, (task.dimension_no, task.dimension_name, task.component_label, task.component_name)))
        who = " + ".join(("; ".join(task.lead_units), "; ".join(task.coordinating_units))).strip(" +")
        found.append(f"{place} | {task.text} | {who} | {task.timing.kind.value} {task.timing.end or ''}".strip())
    return found


def test_a_heading_over_nothing_but_who_and_when_speaks_of_the_section() -> None:
    body = """II. NỘI DUNG
        1. Chỉ số nội dung 1: “Tham gia của người dân ở cấp cơ sở”
        a) Nội dung thực hiện
        - Tuyên truyền Luật Bầu cử.
        - Hướng dẫn việc bầu trưởng thôn
        b) Phân công thực hiện
        - Cơ quan chủ trì: Sở Nội vụ.
        - Cơ quan phối hợp: Sở Tư pháp, UBND các huyện, thành phố.
        - Thời gian thực hiện: Thường xuyên.
        2. Chỉ số: Công khai, minh bạch
        2.1. Nhiệm vụ:
        - Công khai ngân sách.
        - Công khai danh sách hộ nghèo.
        2.2. Tổ chức thực hiện: Sở Tài chính chủ trì, phối hợp với các thôn."""
    who, whose = "Sở Nội vụ + Sở Tư pháp; UBND các huyện, thành phố | continuous", "Sở Tài chính + Các thôn | unspecified"
    assert tasks(body) == [
        f"1 Tham gia của người dân ở cấp cơ sở | Tuyên truyền Luật Bầu cử. | {who}",
        f"1 Tham gia của người dân ở cấp cơ sở | Hướng dẫn việc bầu trưởng thôn | {who}",
        f"2 Công khai, minh bạch | Công khai ngân sách. | {whose}",
        f"2 Công khai, minh bạch | Công khai danh sách hộ nghèo. | {whose}",
    ]


def test_brackets_and_dashes_behind_a_directive_name_offices() -> None:
    body = """II. NHIỆM VỤ
        1. Công khai, minh bạch - Phụ trách: đ/c Công chức Tài chính - Kế toán
        - Tổ chức tuyên truyền tới hội viên (Hội Cựu chiến binh xã);
        - Niêm yết danh sách hộ nghèo (Phòng Văn hóa - Xã hội; các thôn; hoàn thành Quý I/2026).
        - Công khai ngân sách (Phòng Kinh tế - hàng quý)
        - Công khai quy hoạch (Phòng Kinh tế chủ trì, Công an xã phối hợp).
        - Gửi báo cáo về UBND tỉnh (Sở Nội vụ).
        - Phối hợp với Mặt trận Tổ quốc (MTTQ)."""
    place = "1 Công khai, minh bạch"
    assert tasks(body) == [
        f"{place} | Tổ chức tuyên truyền tới hội viên; | Hội Cựu chiến binh xã | unspecified",
        f"{place} | Niêm yết danh sách hộ nghèo. | Phòng Văn hóa - Xã hội; Các thôn | by_quarter 2026-03-31",
        f"{place} | Công khai ngân sách | Phòng Kinh tế | quarterly",
        f"{place} | Công khai quy hoạch. | Phòng Kinh tế + Công an xã | unspecified",
        f"{place} | Gửi báo cáo về UBND tỉnh (Sở Nội vụ). | Công chức Tài chính - Kế toán | unspecified",
        f"{place} | Phối hợp với Mặt trận Tổ quốc (MTTQ). | Công chức Tài chính - Kế toán | unspecified",
    ]


def test_a_chairmans_directive_to_heads_of_offices() -> None:
    head = (
        "UBND TỈNH MẪU\nCHỈ THỊ\nVề việc nâng cao Chỉ số PAPI, PAR INDEX năm 2026\nChủ tịch UBND tỉnh yêu cầu thực hiện các nhiệm vụ sau:\n"
    )
    body = """1. Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các xã, phường
        a) Chịu trách nhiệm về kết quả các tiêu chí.
        2. Chánh Văn phòng UBND tỉnh chủ trì, phối hợp với Giám đốc Sở Nội vụ:
        a) Rà soát quy trình nội bộ.
        3. Đài Phát thanh và Truyền hình tỉnh đưa tin tối thiểu 02 lần/tuần.
        Giao Giám đốc Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này."""
    end = "\nYêu cầu Thủ trưởng các cơ quan, đơn vị nghiêm túc triển khai thực hiện./."
    assert tasks(body, head, end) == [
        "a | Chịu trách nhiệm về kết quả các tiêu chí. | Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã, phường | unspecified",
        "a | Rà soát quy trình nội bộ. | Chánh Văn phòng UBND tỉnh + Giám đốc Sở Nội vụ | unspecified",
        "3 | Đài Phát thanh và Truyền hình tỉnh đưa tin tối thiểu 02 lần/tuần. | Đài Phát thanh và Truyền hình tỉnh | weekly",
        "| Giao Giám đốc Sở Nội vụ theo dõi, đôn đốc việc thực hiện Chỉ thị này. | Giám đốc Sở Nội vụ | unspecified",
    ]


def test_parts_with_aims_and_reform_contents() -> None:
    body = """PHẦN I. ĐÁNH GIÁ TÌNH HÌNH
        1. Hạn chế: Công tác tuyên truyền chưa thường xuyên.
        PHẦN II. KẾ HOẠCH NĂM 2026
        I. CẢI CÁCH THỂ CHẾ
        1. Nhiệm vụ
        1.1. Rà soát văn bản.
        Chủ trì: Phòng Tư pháp. Phối hợp: Công an xã. Thời gian: Quý I/2026.
        1.2. Theo dõi thi hành pháp luật.
        Đơn vị thực hiện: Phòng Tư pháp, phối hợp Công an xã; thời gian thực hiện: cả năm.
        II. TỔ CHỨC THỰC HIỆN
        1. Các phòng
        1.1. Chế độ báo cáo: Thực hiện báo cáo hằng quý."""
    assert tasks(body) == [
        "I CẢI CÁCH THỂ CHẾ 1.1 | Rà soát văn bản. | Phòng Tư pháp + Công an xã | by_quarter 2026-03-31",
        "I CẢI CÁCH THỂ CHẾ 1.2 | Theo dõi thi hành pháp luật. | Phòng Tư pháp + Công an xã | range 2026-12-31",
        "1.1 | Chế độ báo cáo: Thực hiện báo cáo hằng quý. | Các phòng | quarterly",
    ]


def test_numbers_that_repeat_those_above() -> None:
    body = """II. NHIỆM VỤ
        II.1. Nâng cao chỉ số SIPAS
        II.1.1. Bố trí ghế ngồi tại Bộ phận Một cửa.
        II.2. Nâng cao chỉ số PAPI
        II.2.1. Tổ chức đối thoại với Nhân dân.
        III. PHÂN CÔNG
        III.1. Phòng Nội vụ
        - Tham mưu kiểm tra công vụ."""
    assert tasks(body) == [
        "II.1 SIPAS II.1.1 | Bố trí ghế ngồi tại Bộ phận Một cửa. |  | unspecified",
        "II.2 PAPI II.2.1 | Tổ chức đối thoại với Nhân dân. |  | unspecified",
        "III.1 | Tham mưu kiểm tra công vụ. | Phòng Nội vụ | unspecified",
    ]


def test_offices_that_only_their_place_tells() -> None:
    body = """III. TỔ CHỨC THỰC HIỆN
        1. Giao các phòng chuyên môn:
        - Văn hóa - xã hội: Tham mưu theo dõi, đôn đốc.
        2. Hiệp hội Doanh nghiệp xã
        - Vận động doanh nghiệp tham gia.
        3. Địa chính - Xây dựng:
        - Công khai quy hoạch."""
    assert tasks(body) == [
        "1 | Tham mưu theo dõi, đôn đốc. | Văn hóa - xã hội | unspecified",
        "2 | Vận động doanh nghiệp tham gia. | Hiệp hội Doanh nghiệp xã | unspecified",
        "3 | Công khai quy hoạch. | Địa chính - Xây dựng | unspecified",
    ]


def test_causes_are_told_and_solutions_are_tasks() -> None:
    body = """II. NỘI DUNG
        1. Về Chỉ số PAR INDEX
        1.1. Tiêu chí "Kiểm tra cải cách hành chính" (đạt 0,5/1,0 điểm)
        - Nguyên nhân: Một số cơ quan chậm khắc phục.
        - Giải pháp: Sở Nội vụ tham mưu kiểm tra đột xuất.
        - Thời gian hoàn thành: Quý III năm 2026."""
    component = "1 PAR INDEX 1.1 Kiểm tra cải cách hành chính"
    assert tasks(body) == [f"{component} | Sở Nội vụ tham mưu kiểm tra đột xuất. | Sở Nội vụ | by_quarter 2026-09-30"]


def test_stars_beside_stars() -> None:
    body = """II. NỘI DUNG
        1. Nội dung "Tham gia của người dân"
        * Tri thức công dân
        - Tổ chức tuyên truyền.
        * Cơ hội tham gia
        - Tạo điều kiện để người dân ứng cử.
        * Thời gian thực hiện: Thường xuyên."""
    assert [task.rpartition(" | ")[2] for task in tasks(body)] == ["continuous", "continuous"]


@pytest.mark.parametrize("name", ["Nhiệm vụ", "Nội dung", "Giải pháp"])
def test_lines_numbered_in_words(name: str) -> None:
    body = f"""II. NHIỆM VỤ
        {name} 1. Tuyên truyền về Chỉ số PAPI
        + Người thực hiện: Công chức Văn hóa; phối hợp: các thôn
        + Thời gian: Thường xuyên
        {name} 2: Tổ chức đối thoại với nhân dân
        + Thời gian: 6 tháng/lần"""
    assert tasks(body) == [
        "1 | Tuyên truyền về Chỉ số PAPI | Công chức Văn hóa + Các thôn | continuous",
        "2 | Tổ chức đối thoại với nhân dân |  | half_yearly",
    ]


def test_quarters_as_headings_and_who_is_led_in() -> None:
    body = """II. NỘI DUNG HOẠT ĐỘNG
        1. Quý I
        - Kiện toàn Ban Chỉ đạo.
        2. Quý III, IV
        - Sơ kết, tổng kết việc thực hiện.
        III. NHIỆM VỤ
        Thủ trưởng các cơ quan, đơn vị tập trung thực hiện:
        1. Đổi mới lề lối làm việc.
        2. Chấp hành giờ giấc hành chính."""
    assert tasks(body) == [
        "1 | Kiện toàn Ban Chỉ đạo. |  | by_quarter 2026-03-31",
        "2 | Sơ kết, tổng kết việc thực hiện. |  | range 2026-12-31",
        "1 | Đổi mới lề lối làm việc. | Thủ trưởng các cơ quan, đơn vị | unspecified",
        "2 | Chấp hành giờ giấc hành chính. | Thủ trưởng các cơ quan, đơn vị | unspecified",
    ]


def test_a_paragraph_in_brackets_says_whose_section_it_is() -> None:
    body = """II. NHIỆM VỤ
        1. Chỉ số thành phần "Chi phí thời gian"
        (Văn phòng HĐND và UBND xã làm đầu mối, theo dõi)
        a. Cắt giảm thời gian giải quyết thủ tục hành chính.
        2. Giải pháp về công chức
        2.1. Tập huấn kỹ năng giao tiếp (Phòng Kinh tế; thường xuyên)
        2.2. Bảo đảm nước uống hợp vệ sinh.
        Thực hiện: Các trường tiểu học. Thời gian: Năm học 2026 - 2027."""
    assert tasks(body) == [
        "1 Chi phí thời gian a | Cắt giảm thời gian giải quyết thủ tục hành chính. | Văn phòng HĐND và UBND xã | unspecified",
        "2 Công chức 2.1 | Tập huấn kỹ năng giao tiếp | Phòng Kinh tế | continuous",
        "2 Công chức 2.2 | Bảo đảm nước uống hợp vệ sinh. | Các trường tiểu học | school_year 2027-05-31",
    ]


def test_a_part_over_all_contents_and_offices_in_dashes() -> None:
    body = """II. NỘI DUNG CẢI THIỆN CÁC CHỈ SỐ
        1. Cải thiện chỉ số nội dung "Thủ tục hành chính công"
        1.1. Ủy ban nhân dân cấp huyện chỉ đạo Ủy ban nhân dân cấp xã:
        a) Công khai các khoản đóng góp.
        2. Cải cách hành chính
        a) Số hóa hồ sơ lưu trữ.
        b) Rà soát thủ tục hành chính.
        (Văn phòng HĐND và UBND xã chủ trì)
        III. TỔ CHỨC THỰC HIỆN
        - Văn phòng - thống kê : Tham mưu tổng hợp.
        - Tư pháp - hộ tịch : Rà soát các thủ tục."""
    assert tasks(body) == [
        "1 Thủ tục hành chính công a | Công khai các khoản đóng góp. | Ủy ban nhân dân cấp huyện | unspecified",
        "2 Cải cách hành chính a | Số hóa hồ sơ lưu trữ. | Văn phòng HĐND và UBND xã | unspecified",
        "2 Cải cách hành chính b | Rà soát thủ tục hành chính. | Văn phòng HĐND và UBND xã | unspecified",
        "| Tham mưu tổng hợp. | Văn phòng - thống kê | unspecified",
        "| Rà soát các thủ tục. | Tư pháp - hộ tịch | unspecified",
    ]
