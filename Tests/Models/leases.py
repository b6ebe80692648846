#!/usr/bin/env python3
"""Two hosts share a store by leases: is any record ever created twice, or forgotten? Every interleaving is tried.

    Tests/Models/leases.py [--hosts 2]

The model is docs/decisions/0030-several-hosts.md in a hundred lines: one record is to be created; hosts take leases with fencing numbers, are paused for
as long as may be, and die (twice at most); requests are lost, land late, or lose their reply. A host may be paused between its last look at the clock and
the first byte that leaves, for PAUSE ticks at most: beyond that only the remote system itself can refuse, by a key (`keyed`).

First the rules as they are, for each kind of create; then with each rule taken out: where it is needed, the search must find a world that goes
wrong, and prints the way there. Ends with 1 when rules fail that should hold, or the other way round.
"""
import argparse
import sys
from collections import deque, namedtuple

LEASE, LANDING, PAUSE, DEATHS = 2, 2, 1, 2
# An intent older than this is settled for good, whatever the rules: times before it are one.
LONG_AGO = -(LANDING + PAUSE + 1)

# Every time is told from now: 1 is the next tick, 0 and below is past. So the search has no end in time, and comes to one all the same.
# What the store knows: how long the lease still holds, and the latest start of the open intent, or None.
Store = namedtuple("Store", "until intent coupled")
# step: idle, asked, granted, opening, checked, sent, waiting, learned. `fresh`: nobody took the lease since. `until`: how long the host believes in it.
# mark: the latest start in `opening`, minus the time since the look at the clock in `checked`, the intent's latest start in `waiting`.
Host = namedtuple("Host", "step fresh until mark seen")
# flying: how long ago each request left that is still on its way.
World = namedtuple("World", "store hosts flying landed deaths")

IDLE = Host("idle", False, 0, 0, False)
# Each rule, and whether something goes wrong without it. The others keep hosts from disturbing each other: what they lose is time.
RULES = {
    "fence at commit": ("a stale host's commit is refused", True),
    "intent first": ("a write is announced in the store before it leaves", True),
    "latest start": ("a write does not leave after its latest start, which stands with the intent", True),
    "in-doubt wait": ("an intent is judged only when nothing of it can land any more", True),
    "pause counts": ("the in-doubt wait includes the longest pause before the first byte", True),
    "fence at intent": ("a stale host may not announce a write", False),
    "one at a time": ("a lease is granted when the one before is over", False),
}


def later(world, keyed):
    """The world a tick later; None while a request has to land or vanish first, or a host was held before its first byte as long as may be."""
    if any(age >= LANDING for age in world.flying):
        return None
    if not keyed and any(host.step == "checked" and -host.mark >= PAUSE for host in world.hosts):
        return None
    store = world.store
    hosts = tuple(
        host._replace(until=max(host.until - 1, 0), mark=max(host.mark - 1, LONG_AGO)) if host.step != "idle" else host
        for host in world.hosts)
    intent = None if store.intent is None else max(store.intent - 1, LONG_AGO)
    return world._replace(
        store=store._replace(until=max(store.until - 1, 0), intent=intent), hosts=hosts,
        flying=tuple(age + 1 for age in world.flying))


def steps(world, rules, keyed):
    """Every world that can come next, with a word for what happened."""
    tick = later(world, keyed)
    if tick:
        yield "a tick", tick
    for number in range(len(world.flying)):
        rest = world.flying[:number] + world.flying[number + 1:]
        yield "a request is lost", world._replace(flying=rest)
        yield "a request lands", world._replace(flying=rest, landed=1 if keyed else world.landed + 1)
    for index, host in enumerate(world.hosts):
        def becomes(new, others=lambda other: other, **changes):
            hosts = tuple(new if other == index else others(known) for other, known in enumerate(world.hosts))
            return world._replace(hosts=hosts, **changes)

        if host.step != "idle" and world.deaths:
            yield f"host {index} dies", becomes(IDLE, deaths=world.deaths - 1)
        for word, after in turn(world, host, rules, becomes):
            yield f"host {index} {word}", after


def turn(world, host, rules, becomes):
    """What one host may do next."""
    store = world.store
    lost = "is told that its lease is lost", becomes(IDLE)
    if host.step == "idle" and not store.coupled:
        # The lease is reckoned from before the question, so that the host never believes in it for longer than the store.
        yield "asks for the lease", becomes(Host("asked", False, LEASE, 0, False))
    elif host.step == "asked" and store.until > 0 and "one at a time" in rules:
        yield "is refused", becomes(IDLE)
    elif host.step == "asked":
        yield "is granted it", becomes(
            host._replace(step="granted", fresh=True), others=lambda other: other._replace(fresh=False),
            store=store._replace(until=LEASE))
    elif host.step == "granted":
        if store.coupled:
            yield "has nothing to do", becomes(IDLE)
        elif store.intent is not None:
            yield "finds an intent", becomes(host._replace(step="waiting", mark=store.intent))
        elif "intent first" not in rules:
            yield "announces nothing", becomes(host._replace(step="opening", mark=host.until))
        elif host.fresh or "fence at intent" not in rules:
            yield "opens an intent", becomes(
                host._replace(step="opening", mark=host.until), store=store._replace(intent=host.until))
        else:
            yield lost
    elif host.step == "opening" and (host.mark > 0 or "latest start" not in rules):
        yield "looks at the clock", becomes(host._replace(step="checked", mark=0))
    elif host.step == "opening":
        yield "is too late to send", becomes(IDLE)
    elif host.step == "checked":
        yield "sends", becomes(host._replace(step="sent", mark=0), flying=tuple(sorted(world.flying + (0,))))
    elif host.step == "sent":
        if world.landed:
            yield "hears that it landed", becomes(host._replace(step="learned", mark=0, seen=True))
        yield "hears nothing", becomes(IDLE)
    elif host.step == "waiting":
        if host.mark + LANDING + (PAUSE if "pause counts" in rules else 0) <= 0 or "in-doubt wait" not in rules:
            yield "looks on the other side", becomes(host._replace(step="learned", mark=0, seen=world.landed > 0))
    elif host.step == "learned" and (host.fresh or "fence at commit" not in rules):
        yield "commits", becomes(IDLE, store=store._replace(intent=None, coupled=store.coupled or host.seen))
    elif host.step == "learned":
        yield lost


def wrong(world):
    """The promise that a world breaks, or None."""
    if world.landed > 1:
        return "the record is there twice"
    if world.store.coupled and not world.landed:
        return "a coupling with a record that is not there"
    if world.landed and not world.store.coupled and world.store.intent is None and not any(
            host.step in ("checked", "sent", "learned") for host in world.hosts):
        return "a record that nobody remembers"
    return None


def search(rules, keyed, hosts):
    """Every world there is: how many, how many good ends, what the first wrong one breaks, and the shortest way to it.

    Hosts are alike, so worlds that differ in their order alone are one. A keyed record that nobody remembers is adopted by its key.
    """
    start = World(Store(0, None, False), (IDLE,) * hosts, (), 0, DEATHS)
    before, queue, good = {start: None}, deque([start]), 0
    while queue:
        world = queue.popleft()
        good += world.store.coupled and world.landed == 1
        for word, after in steps(world, rules, keyed):
            after = after._replace(hosts=tuple(sorted(after.hosts)))
            if after in before:
                continue
            before[after] = (word, world)
            broken = wrong(after)
            if broken and not (keyed and broken == "a record that nobody remembers"):
                way = []
                while before[after]:
                    way.append(before[after][0])
                    after = before[after][1]
                return len(before), good, broken, way[::-1]
            queue.append(after)
    return len(before), good, None, []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hosts", type=int, default=2)
    options = parser.parse_args()
    passed = failed = 0

    def judge(name, rules, keyed, holds):
        nonlocal passed, failed
        count, good, broken, way = search(rules, keyed, options.hosts)
        right = (broken is None) == holds and (good > 0 or not holds)
        passed, failed = passed + right, failed + (not right)
        print(f"{'ok  ' if right else 'WRONG'} {name}: {count} worlds, {broken or 'nothing goes wrong'}")
        for word in way:
            print(f"       {word}", flush=True)

    judge("all rules, keyless create", set(RULES), False, True)
    judge("all rules, chosen key, pauses without bound", set(RULES), True, True)
    for rule, (words, needed) in RULES.items():
        judge(f"without «{rule}» ({words}), keyless", set(RULES) - {rule}, False, not needed)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
