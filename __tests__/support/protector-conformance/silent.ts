import { ELSEWHERE, SOURCE } from "./conforming.ts";
import { demand, demandEqual, forThings, type Law, manyThings } from "./law.ts";
import { Wire } from "./wire.ts";

export const silent: Law = {
  number: 10,
  title: "nothing fires before activation",
  notApplicable: ({ fires }) => (typeof fires === "function" ? undefined : fires.reason),
  check: async (kind, sizes) => {
    const { fires } = kind;
    if (typeof fires !== "function") return;
    let fired = 0;
    await forThings(kind, manyThings(sizes), async (journey) => {
      const source = journey.source();
      const captured = await journey.captured(source);
      for (const at of [SOURCE, ELSEWHERE]) {
        const fake = journey.destination(at);
        const wire = new Wire(fake);
        const { activation } = await journey.restore(wire, captured, at);
        demandEqual(fires(fake, journey.value), [], "before activation events come by");
        await journey.activate(wire, activation, at);
        const wanted = fires(source, journey.value).length;
        const now = fires(fake, journey.value);
        demandEqual(now.length, wanted, `after activation events come by ${now.join(", ")}: their number`);
        fired += wanted;
      }
    });
    demand(fired > 0, () => "nothing fires in any case");
  },
};
