import fc from "fast-check";
import type { Conforming } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { FakeParameters } from "./fake.ts";
import { parameter } from "./protector.ts";

interface Value {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly topic: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly watch: "none" | "on" | "off";
}

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const topicIn = (region: string, name: string) => `arn:aws:sns:${region}:111122223333:${name}`;

const arbitrary = fc.record<Value>({
  id: word,
  type: word,
  value: fc.stringMatching(/^SECRET-[a-z"\\]{6}$/),
  topic: word.map((name) => topicIn("us-east-1", name)),
  tags: fc.dictionary(fc.stringMatching(/^tag-[a-z]{2}$/), word, { minKeys: 3, maxKeys: 4 }),
  watch: fc.constantFrom("on", "on", "off", "none"),
});

/** The toy, as a kind hands itself in. */
export const conforming: Conforming<FakeParameters, Value> = {
  protector: parameter,
  fake: (options) => new FakeParameters(options),
  arbitrary,
  put: (fake, { id, type, value, topic, tags, watch }) => {
    const made = {
      type,
      value,
      topic,
      tags: { ...tags },
      createdAt: `made in ${fake.place.region}`,
      version: 1,
    };
    fake.kept.set(id, {
      ...made,
      ...(watch !== "none" && { watch: { id: fake.newId(), enabled: watch === "on" } }),
    });
  },
  change: (fake, { id }, n) => {
    const one = fake.one({ Name: id });
    Object.assign(one, { type: `type-${n}`, tags: { [`changed-${n}`]: "1" }, version: one.version + 1 });
  },
  map: ({ topic }) => ({ [topic]: topic.replace("us-east-1", "eu-west-1") }),
  neighbours: (fake) => {
    fake.PutParameter({ Name: "zz-other", Type: "a", SecretString: "b", Topic: "c", Tags: { d: "e" } });
    return () => structuredClone(fake.kept.get("zz-other"));
  },
  secretsOf: ({ value }) => [value],
  fires: (fake) => [...fake.kept].filter(([, { watch }]) => watch?.enabled).map(([name]) => name),
  readOnlyFields: ["createdAt"],
  unseen: {},
  tolerated: {},
  proven: endToEnd(),
  lost: ["when it was made"],
};
