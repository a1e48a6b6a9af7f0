"""Kanji that sound alike."""

from bot.domain.reading.sounds import SILENT, Sounds
from bot.wordbook.loader import load_sounds

SOUNDS = Sounds({"こう": "公後更", "ご": "後語", "けん": "権券"})


def test_kanji_sound_alike_if_they_share_one_of_their_readings() -> None:
    assert SOUNDS.alike("公") == set("公後更")
    assert SOUNDS.alike("後") == set("公後更語")


def test_a_kanji_of_no_known_reading_sounds_like_itself() -> None:
    assert SOUNDS.alike("鬱") == {"鬱"}
    assert SILENT.alike("公") == {"公"}


def test_the_table_that_comes_along_knows_everyday_confusions() -> None:
    alike = load_sounds().alike
    assert all(b in alike(a) for a, b in ("券権", "害外", "複復", "官管", "吏理", "悔開", "照証", "助除"))
    assert "証" not in alike("権")
