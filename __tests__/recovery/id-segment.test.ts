import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KINDS } from "../../modules/contract/kinds.ts";
import { decodeId, encodeId, isId } from "../../modules/recovery/id-segment.ts";
import { parsePointKey, pointKey, pointsPrefix, wrapKey } from "../../modules/recovery/layout.ts";
import { outcomeKey } from "../../modules/runs/work-area.ts";
import { PREFIX } from "../support/sample-point.ts";
import { run } from "../support/sample-request.ts";

test.each([
  ["orders", "orders"],
  ["orders.fifo", "orders.fifo"],
  ["my_photos-2026", "my_photos-2026"],
  ["bus/rule", "bus=2Frule"],
  ["a:b", "a=3Ab"],
  ["my table", "my=20table"],
  ["50%=half", "50=25=3Dhalf"],
  ["größe", "gr=C3=B6=C3=9Fe"],
  ["🦊", "=F0=9F=A6=8A"],
  [".", "=2E"],
  ["..", "=2E=2E"],
  ["..a", "..a"],
])("%s is %s in a key, and back", (id, segment) => {
  expect(encodeId(id)).toBe(segment);
  expect(decodeId(segment)).toBe(id);
});

test.each([
  ["", 'the id "" cannot be a key: it is empty'],
  ["a\nb", 'the id "a\\nb" cannot be a key: it has control characters or broken Unicode'],
  ["\ud800", 'the id "\\ud800" cannot be a key: it has control characters or broken Unicode'],
  ["a".repeat(513), `the id "${"a".repeat(80)}" cannot be a key: it has more than 512 characters`],
  ["/".repeat(267), `the id "${"/".repeat(80)}" cannot be a key: it is longer than 800 bytes`],
])("%j cannot be a key, and is told why", (id, why) => {
  expect(() => encodeId(id)).toThrow(new Error(why));
  expect(isId(id)).toBe(false);
});

test("the longest ids fit", () => {
  for (const id of ["a".repeat(512), "/".repeat(266)]) expect(decodeId(encodeId(id))).toBe(id);
});

test.each([
  ["", "nothing"],
  ["a/b", "a slash"],
  ["a b", "a space"],
  ["a=2", "a byte cut short"],
  ["a=2f", "lower-case digits"],
  ["=41", "a letter that stays as it is"],
  ["..", "dots that clients take for a path"],
  ["=2E=2Ea", "dots that need no escape"],
  ["=FF", "bytes that are not UTF-8"],
  ["=C0=AF", "a slash in two bytes"],
  ["=ED=A0=80", "half of a character"],
  ["=EF=BF=BD", "the character that stands for broken bytes"],
  ["=0A", "a control character"],
  ["a".repeat(513), "more than an id has"],
])("%j means no id: %s", (segment) => {
  expect(decodeId(segment)).toBeUndefined();
});

/** Names of every service, and text that is nobody's name. */
const ids = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aZ09-_.:/=% 🦊ö"), minLength: 1, maxLength: 20 }),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter(isId),
);

describe("whatever the id", () => {
  test("its segment is plain text, gives it back, and is no other id's", () => {
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const segment = encodeId(one);
        expect(segment).toMatch(/^[A-Za-z0-9._=-]{1,800}$/);
        expect(segment).not.toMatch(/^\.+$/);
        expect(decodeId(segment)).toBe(one);
        expect(encodeId(other) === segment).toBe(one === other);
      }),
    );
  });

  test("only what is made of an id means one", () => {
    const segments = fc.string({ unit: fc.constantFrom(..."a.=2EF0B3CD8"), minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(segments, (segment) => {
        const id = decodeId(segment);
        if (id !== undefined) expect(encodeId(id)).toBe(segment);
      }),
    );
  });

  test("the key of its point is read back, and fits into S3", () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), ids, (kind, id) => {
        const name = { prefix: PREFIX, kind, id, run: run.id };
        const key = pointKey(PREFIX, name, run.id);
        expect(parsePointKey(key)).toEqual(name);
        expect(key.startsWith(pointsPrefix(PREFIX, kind, id))).toBe(true);
        const wrap = wrapKey(name, "f".repeat(64), "us-east-1-bos-1a");
        for (const one of [key, wrap, outcomeKey("work/", run, name)])
          expect(Buffer.byteLength(one)).toBeLessThanOrEqual(1024);
      }),
    );
  });

  test("its folder is not the beginning of another's, nor the same in two kinds", () => {
    fc.assert(
      fc.property(ids, ids, (one, other) => {
        const [a, b] = [pointsPrefix(PREFIX, "lambda", one), pointsPrefix(PREFIX, "lambda", other)];
        expect(a.startsWith(b)).toBe(one === other);
        expect(pointsPrefix(PREFIX, "sqs-queue", one)).not.toBe(a);
      }),
    );
  });
});

test("the keys of a thing are readable in a list", () => {
  const queue = { prefix: PREFIX, kind: "sqs-queue" as const, id: "orders.fifo", run: run.id };
  expect(pointKey(PREFIX, queue, run.id)).toBe(`${PREFIX}points/sqs-queue/orders.fifo/${run.id}.json`);
  expect(wrapKey(queue, "0123456789abcdef0123", "eu-west-1")).toBe(
    `${PREFIX}wraps/sqs-queue/orders.fifo/${run.id}/0123456789abcdef/eu-west-1.json`,
  );
  expect(outcomeKey("work/", run, queue)).toBe(`work/${run.id}/outcomes/sqs-queue/orders.fifo.json`);
  expect(pointsPrefix(PREFIX)).toBe(`${PREFIX}points/`);
  expect(pointsPrefix(PREFIX, "lambda")).toBe(`${PREFIX}points/lambda/`);
});

test.each([
  ["a kind in capitals", "points/Lambda/orders"],
  ["a kind that is too long", `points/${"k".repeat(41)}/orders`],
  ["no kind", "points/orders"],
  ["an id in two segments", "points/lambda/bus/rule"],
  ["an id that was not encoded", "points/lambda/my table"],
])("a key with %s is not that of a point", (_what, folder) => {
  expect(parsePointKey(`${PREFIX}${folder}/${run.id}.json`)).toBeUndefined();
});
