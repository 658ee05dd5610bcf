"""Replays the recorded exchanges of the Django Health API that are in this host's scope.

An exchange agrees, or differs on purpose (then the reason stands here, with the part of CONTRACT.md that gives it),
or is not played yet (then the reason stands here too). Nothing else.
"""

from collections import Counter

import pytest
import recorded

EXCHANGES = {exchange["name"]: exchange for exchange in recorded.load()}

NOT_YET = {
    "protocol-unknown-method": "cpp-httplib refuses methods it does not know with 400, before us",
}

# name -> (status that is ours, why)
ON_PURPOSE = {
    "filters-search-nul": (400, "§4 a bad value is 400 under its name"),
    "pages-ordering-unknown": (400, "§4 a bad value is 400 under its name"),
    "appointments-iso-week": (400, "§1 week dates are refused"),
    "protocol-no-slash-post": (201, "§3 writes without the slash are served"),
    "register-no-slash": (201, "§3 writes without the slash are served"),
    "register-duplicate-email-domain-case": (400, "§1 an email is unique without case"),
}

def reason_not_yet(exchange: dict) -> str | None:
    return NOT_YET.get(exchange["name"])


PLAYED = [name for name, exchange in EXCHANGES.items() if not reason_not_yet(exchange)]


@pytest.fixture(scope="module")
def player(server):
    return recorded.Player(server)


@pytest.mark.skipif(not EXCHANGES, reason="SALUS_SHARED_DATA names no folder with the recordings")
@pytest.mark.parametrize("name", PLAYED)
def test_exchange(player, name):
    exchange = EXCHANGES[name]
    player.prepare(exchange.get("before", []))
    request = exchange["request"] | {"as": exchange["as"]}
    answer = player.send(request)
    if name in ON_PURPOSE:
        assert answer.status == ON_PURPOSE[name][0]
    else:
        assert not player.differences(exchange, answer)


@pytest.mark.skipif(not EXCHANGES, reason="SALUS_SHARED_DATA names no folder with the recordings")
def test_every_reason_is_about_an_exchange(capsys):
    named = NOT_YET.keys() | ON_PURPOSE.keys()
    assert not named - EXCHANGES.keys()
    table = Counter()
    for exchange in EXCHANGES.values():
        word = "not yet" if reason_not_yet(exchange) else "on purpose" if exchange["name"] in ON_PURPOSE else "agrees"
        table[exchange["area"], word] += 1
    with capsys.disabled():
        print_table(table)


def print_table(table: Counter):
    words = ("agrees", "on purpose", "not yet")
    print(f"\n{'area':14}" + "".join(f"{word:>12}" for word in words))
    for area in sorted({area for area, _ in table}):
        print(f"{area:14}" + "".join(f"{table[area, word] or '':>12}" for word in words))
    print(f"{'':14}" + "".join(f"{sum(n for (_, w), n in table.items() if w == word):>12}" for word in words))
    for name, (status, why) in ON_PURPOSE.items():
        print(f"on purpose: {name}: {status}, {why}")
