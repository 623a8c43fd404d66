"""How a list shows the cards of other offices."""

from papi_desktop.domain.text import fold
from papi_desktop.services.cards import CardView
from papi_desktop.wording import date_text
from resources.i18n import gettext as _
from resources.i18n import pgettext
from ui.colours import Ink
from ui.models.columns import Column


def card_columns() -> tuple[Column[CardView], ...]:
    """Code, office, fingerprint, and whether it is trusted."""
    return (
        Column(_("Code"), lambda card: card.code),
        Column(_("Office"), lambda card: card.name, sort=lambda card: fold(card.name), tooltip=lambda card: card.name),
        Column(_("Fingerprint"), lambda card: card.fingerprint),
        Column(
            pgettext("card", "Trusted"),
            _trust,
            icon=lambda card: "check-circle" if card.revoked_at is None else "minus-circle",
            ink=lambda card: Ink.GREEN if card.revoked_at is None else Ink.GREY,
            sort=lambda card: card.trusted_at,
        ),
    )


def _trust(card: CardView) -> str:
    if card.revoked_at is not None:
        return _("until {date}").format(date=date_text(card.revoked_at.astimezone().date()))
    return "" if card.trusted_at is None else _("since {date}").format(date=date_text(card.trusted_at.astimezone().date()))
