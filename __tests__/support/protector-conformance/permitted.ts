import type { Purpose } from "../../../modules/protectors/spec.ts";
import { ELSEWHERE, SOURCE } from "./conforming.ts";
import { demandEqual, forThings, type Law, manyThings } from "./law.ts";
import { changed } from "./phases.ts";
import { Wire } from "./wire.ts";

export const permitted: Law = {
  number: 11,
  title: "calls sent equal calls permitted",
  check: async (kind, sizes) => {
    const used: Record<Purpose, Set<string>> = {
      inventory: new Set(),
      capture: new Set(),
      restore: new Set(),
      activate: new Set(),
    };
    await forThings(kind, manyThings(sizes), async (journey) => {
      const note = (purpose: Purpose, wire: Wire): void => {
        for (const { action } of wire.sent) used[purpose].add(action);
        wire.sent.length = 0;
      };
      const source = new Wire(journey.source());
      const item = (await journey.inventory(source)).find(({ id }) => id === journey.value.id);
      const { related } = kind.protector;
      if (item !== undefined)
        await related?.({ ...SOURCE, client: source.client, sleep: () => Promise.resolve() }, item, {
          triggers: "all",
          warn: () => undefined,
        });
      note("inventory", source);
      const captured = item && (await journey.capture(source, item));
      if (captured === undefined) throw new Error(`${journey.value.id} is not captured`);
      note("capture", source);
      for (const at of [SOURCE, ELSEWHERE]) {
        const wire = new Wire(journey.destination(at));
        const { activation } = await journey.restore(wire, captured, at);
        note("restore", wire);
        await journey.activate(wire, activation, at);
        await journey.disarm(wire, activation, at);
        note("activate", wire);
      }
      const live = new Wire(changed(journey));
      const { activation } = await journey.restore(live, captured, SOURCE, true);
      note("restore", live);
      await journey.activate(live, activation, SOURCE);
      note("activate", live);
    });
    for (const [purpose, permissions] of Object.entries(kind.protector.spec.permissions)) {
      const allowed = new Set(permissions.map(({ action }) => action));
      const sent = used[purpose as Purpose];
      demandEqual(
        [...sent].filter((action) => !allowed.has(action)).sort(),
        [],
        `${purpose}: sent and not permitted`,
      );
      const idle = [...allowed].filter(
        (action) => !sent.has(action) && !(action in kind.unseen) && !(`${purpose} ${action}` in kind.unseen),
      );
      demandEqual(idle.sort(), [], `${purpose}: permitted and never sent`);
    }
    const everywhere = new Set(
      Object.values(kind.protector.spec.permissions)
        .flat()
        .map(({ action }) => action),
    );
    const stale = Object.keys(kind.unseen).filter((key) => !everywhere.has(key.split(" ").at(-1) ?? key));
    demandEqual(stale, [], "an exception for what is not permitted at all");
  },
};
