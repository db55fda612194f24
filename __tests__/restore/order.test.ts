import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reference } from "../../modules/protectors/protector.ts";
import { CircleError, inWaves, namedFirst } from "../../modules/restore/order.ts";

const to = (arn: string, needs: Reference["needs"] = "before"): Reference => ({ path: "x", to: arn, needs });
const thing = (arn: string, ...references: Reference[]) => ({ arn, references });
const arns = (waves: readonly (readonly { readonly arn: string }[])[]): string[][] =>
  waves.map((wave) => wave.map(({ arn }) => arn));

test("what an event reaches next is armed before what sends it on, also where that is only named", () => {
  const things = [
    thing("arn:bucket", to("arn:topic", "at-activation")),
    thing("arn:sender", to("arn:topic", "named")),
    thing("arn:topic", to("arn:function:live", "at-activation")),
    thing("arn:function"),
  ];
  expect(arns(namedFirst(things))).toEqual([["arn:function"], ["arn:topic"], ["arn:bucket", "arn:sender"]]);
});

test("where things name each other, what one needs still stands before it", () => {
  const things = [
    thing("arn:queue", to("arn:function", "named")),
    thing("arn:function", to("arn:queue", "before"), to("arn:other", "named")),
    thing("arn:other", to("arn:function", "named")),
  ];
  expect(arns(namedFirst(things))).toEqual([["arn:queue", "arn:other"], ["arn:function"]]);
});

describe("things that come back together", () => {
  test("are made side by side when they need nothing of each other", () => {
    expect(arns(inWaves([thing("arn:a"), thing("arn:b")]))).toEqual([["arn:a", "arn:b"]]);
  });

  test("are made after what they need, also under a qualifier", () => {
    const things = [
      thing("arn:f", to("arn:q")),
      thing("arn:q", to("arn:dead")),
      thing("arn:dead"),
      thing("arn:n", to("arn:f:live")),
    ];
    expect(arns(inWaves(things))).toEqual([["arn:dead"], ["arn:q"], ["arn:f"], ["arn:n"]]);
  });

  test("are made after the table whose stream they read, which names it by more than its ARN", () => {
    const stream = "arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000";
    const [table, other] = ["orders", "order"].map((name) =>
      thing(`arn:aws:dynamodb:us-east-1:111122223333:table/${name}`),
    );
    const waves = inWaves([thing("arn:f", to(stream)), ...[table, other].flatMap((one) => one ?? [])]);
    expect(arns(waves)).toEqual([[table?.arn, other?.arn], ["arn:f"]]);
  });

  test("do not wait for what is only named, or whose name only begins the same", () => {
    const things = [
      thing("arn:orders", to("arn:orders-dead", "named")),
      thing("arn:orders-dead", to("arn:orders", "named")),
    ];
    expect(arns(inWaves(things))).toEqual([["arn:orders", "arn:orders-dead"]]);
    expect(arns(inWaves([thing("arn:a", to("arn:bc")), thing("arn:b")]))).toEqual([["arn:a", "arn:b"]]);
  });

  test("come before what calls them, unless that is needed first", () => {
    const things = [thing("arn:bucket", to("arn:f", "at-activation")), thing("arn:f")];
    expect(arns(inWaves(things))).toEqual([["arn:f"], ["arn:bucket"]]);
    const both = [thing("arn:bucket", to("arn:f", "at-activation")), thing("arn:f", to("arn:bucket"))];
    expect(arns(inWaves(both))).toEqual([["arn:bucket"], ["arn:f"]]);
  });

  test("that need each other are refused, with the whole circle", () => {
    const things = [
      thing("arn:a", to("arn:b")),
      thing("arn:b", to("arn:c")),
      thing("arn:c", to("arn:b")),
      thing("arn:d"),
    ];
    expect(() => inWaves(things)).toThrow(CircleError);
    expect(() => inWaves(things)).toThrow("each needs the next one first: arn:b, arn:c, arn:b");
  });

  test("are each made once, and whatever one needs in a wave before", () => {
    const graph = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 }).map((pairs) =>
        Array.from({ length: size }, (_, at) =>
          // From the higher to the lower only: no circles.
          thing(`arn:${at}`, ...pairs.filter(([a, b]) => a === at && b < a).map(([, b]) => to(`arn:${b}`))),
        ),
      ),
    );
    fc.assert(
      fc.property(graph, (things) => {
        const waves = arns(inWaves(things));
        expect(waves.flat().sort()).toEqual(things.map(({ arn }) => arn).sort());
        const waveOf = new Map(waves.flatMap((wave, at) => wave.map((arn) => [arn, at] as const)));
        for (const { arn, references } of things)
          for (const reference of references)
            expect(waveOf.get(reference.to)).toBeLessThan(waveOf.get(arn) ?? -1);
      }),
    );
  });
});
