import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorText } from "../../modules/core/error-text.ts";
import { failureOf } from "../../modules/core/failure.ts";
import { printable } from "../../modules/core/printable.ts";
import { Redactor, uncleaned } from "../../modules/core/redactor.ts";
import { secretsIn, textsIn } from "../../modules/core/secrets-in.ts";

function redactorOf(...values: string[]): Redactor {
  const redactor = new Redactor();
  redactor.learn(values);
  return redactor;
}

const quoted = (text: string): string => JSON.stringify(text).slice(1, -1);

/** How services and libraries write a value into a text. */
const WRITERS: Readonly<Record<string, (value: string) => string>> = {
  "as it is": (value) => value,
  "in JSON": quoted,
  "in JSON within JSON": (value) => quoted(quoted(value)),
  "in JSON of Python": (value) =>
    quoted(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "in a URL": encodeURIComponent,
  "in a form": (value) => new URLSearchParams({ a: value }).toString().slice(2),
  "in XML": (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  "in base64": (value) => Buffer.from(value).toString("base64"),
  "in base64 for URLs": (value) => Buffer.from(value).toString("base64url"),
  "in base64 with what is before it": (value) => Buffer.from(`{"A":"${value}"}`).toString("base64"),
  "in JSON of Go": (value) =>
    quoted(value).replace(/[<>&]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "in JSON of PHP": (value) => quoted(value).replaceAll("/", "\\/"),
  "in JSON with capital digits": (value) =>
    quoted(value).replace(
      /[\u0080-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
    ),
  "in hexadecimal": (value) => Buffer.from(value).toString("hex"),
  "with its controls escaped": printable,
  "in a line of a log": (value) => errorText(new Error(value)),
};

/** A value that nothing else can be: its canary is looked for in every form. */
const secret = fc
  .tuple(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("", "\n", "\r\n", '"', "\\", "&<>'", "é", " ", "%", "\t"),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  )
  .map(([before, between, after]) => `${before}c4narY${between}t0ken-of-Ann${between}${after}`.trim());

const HALVES = ["c4narY", "t0ken-of-Ann"];

/** Everything that a text says, also in the forms in which it says it. */
function readings(text: string): string[] {
  const decoded = [...text.matchAll(/[A-Za-z0-9+/_-]{12,}/g)].flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")),
  );
  const hex = [...text.matchAll(/(?:[0-9a-f]{2}){6,}/g)].map(([run]) => Buffer.from(run, "hex").toString());
  return [text, ...decoded, ...hex];
}

describe("a value is shown in no form:", () => {
  test.each(Object.entries(WRITERS))("%s", (_name, write) => {
    fc.assert(
      fc.property(
        secret,
        fc.string({ maxLength: 20 }),
        fc.string({ maxLength: 20 }),
        (value, before, after) => {
          const shown = redactorOf(value).redact(`${before} ${write(value)} ${after}`);
          for (const reading of readings(shown))
            for (const half of HALVES) expect(reading).not.toContain(half);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("what a pipe tells tasks and jobs is known, and what names them is not", () => {
    const told = {
      BatchJobParameters: {
        JobDefinition: "orders:3",
        Parameters: { token: "canary-1" },
        ContainerOverrides: { Environment: [{ Name: "TOKEN", Value: "canary-2" }] },
      },
      EcsTaskParameters: {
        TaskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/orders:3",
        Overrides: { ContainerOverrides: [{ Environment: [{ name: "TOKEN", value: "canary-3" }] }] },
      },
    };
    expect(secretsIn(told).filter((text) => text !== "TOKEN")).toEqual(["canary-1", "canary-2", "canary-3"]);
  });

  test("cut off, as services cut what they repeat", () => {
    const redactor = redactorOf("hunter2-and-a-long-rest-of-it");
    for (let length = 12; length < 29; length++)
      expect(redactor.redact(`Value '${"hunter2-and-a-long-rest-of-it".slice(0, length)}...' is wrong`)).toBe(
        "Value '***...' is wrong",
      );
  });

  test.each([
    ["in lines of a mail", "\r\n"],
    ["in lines of a table", "\n      "],
    ["in lines within JSON", "\\r\\n"],
    ["in lines within JSON within JSON", "\\\\n"],
  ])("%s, broken anywhere: itself and its base64", (_what, newline) => {
    const value = "a-t0ken-of-Ann-that-is-longer-than-any-line-of-a-mail/".repeat(4);
    const broken = (text: string, width: number) =>
      text.replace(new RegExp(`(.{${width}})(?=.)`, "g"), `$1${newline}`);
    for (const width of [13, 20, 64, 76])
      for (const text of [value, Buffer.from(value).toString("base64"), `{"A":"${value}"}`])
        expect(redactorOf(value).redact(`Value: ${broken(text, width)}; and more`)).toMatch(
          /^Value: (\{"A":")?\*\*\*("\})?; and more$|^Value: \*\*\*[\w+/=\s\\]{0,6}; and more$/,
        );
  });

  test("line by line, but for lines that are everywhere", () => {
    const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n}\n-----END KEY-----";
    expect(redactorOf(key).redact("near kqhkiG9w0BAQEF and MIIEvQIBADANBg }")).toBe("near *** and *** }");
  });
});

test("what is no value stays, also what begins like one", () => {
  const redactor = redactorOf(
    "arn:aws:sqs:us-east-1:123456789012:orders",
    "https://api.example.com/v1?token=abc",
    "on",
  );
  expect(redactor.redact("arn:aws:sqs:us-east-1:123456789012:media on https://api.example.org")).toBe(
    "arn:aws:sqs:us-east-1:123456789012:media on https://api.example.org",
  );
});

test("an error is cleaned with its trace, its fields and its causes", () => {
  const cause = Object.assign(new Error("sent hunter2"), { Detail: "hunter2", status: 400 });
  const error = new AggregateError([new Error("and hunter2", { cause })], "all of hunter2");
  redactorOf("hunter2").clean(error);
  const [inner] = error.errors as Error[];
  expect([error.message, inner?.message, cause.message, cause.Detail]).toEqual([
    "all of ***",
    "and ***",
    "sent ***",
    "***",
  ]);
  expect([error.stack, inner?.stack, cause.stack].join("\n")).not.toContain("hunter2");
});

test("AWS's own words stay, whatever values are like them: by them a failure is told from absence and is repeated", () => {
  const error = Object.assign(new Error("The function is in progress of an update"), {
    name: "ResourceNotFoundException",
    Code: "ResourceNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
  redactorOf("Resource", "NotFound", "Exception", "in progress").clean(error);
  expect(error).toMatchObject({ name: "ResourceNotFoundException", Code: "ResourceNotFoundException" });
  expect(failureOf(error)).toBe("absent");
  expect(error.message).toBe("The function is *** of an update");
  expect(uncleaned(error)).toBe("The function is in progress of an update");
});

test("errors that cause each other in a circle are cleaned once, those of several with what caused them", () => {
  const [one, two] = [new Error("a secret"), new Error("a secret too")];
  one.cause = two;
  two.cause = one;
  const all = new AggregateError([one], "secret", { cause: new Error("the secret below") });
  redactorOf("secret").clean(all);
  expect([all.message, one.message, two.message, (all.cause as Error).message]).toEqual([
    "***",
    "a ***",
    "a *** too",
    "the *** below",
  ]);
});

test("long values push the oldest out: what is kept in mind is bounded", () => {
  const redactor = redactorOf("the oldest", ...Array.from({ length: 200 }, (_, n) => `${n} `.repeat(900)));
  expect(redactor.redact("the oldest")).toBe("the oldest");
  expect(redactor.redact("199 ".repeat(900))).toBe("***");
});

test("a process that meets values without end keeps the newest", () => {
  const redactor = redactorOf(...Array.from({ length: 6_000 }, (_, n) => `${n}-th value`));
  expect(redactor.redact("1-th value, 5999-th value")).toBe("1-th value, ***");
});

test("what is met again is as if it were new, and of one that is longer than all the beginning is kept", () => {
  const redactor = redactorOf("met again", "met once");
  for (let n = 0; n < 5_000; n++) redactor.learn([n === 2_000 ? "met again" : `${n}-th value`]);
  expect(redactor.redact("met again, met once")).toBe("***, met once");
  const definition = "of a machine ".repeat(100_000);
  redactor.learn([definition]);
  expect(redactor.redact("met again")).toBe("***");
  expect(redactor.redact(definition.slice(0, 30_000))).toBe("***");
});

test("what the failed call itself has sent is hidden, whatever has been forgotten", () => {
  const redactor = redactorOf(...Array.from({ length: 6_000 }, (_, n) => `${n}-th value`));
  const error = new Error("refused: 1-th value, 2-th value", { cause: new Error("1-th value") });
  redactor.clean(error, ["1-th value"]);
  expect(error.message).toBe("refused: ***, 2-th value");
  expect((error.cause as Error).message).toBe("***");
});

test("secrets are known by the fields that hold them, in what is sent and answered", () => {
  const answer = {
    FunctionName: "orders",
    Environment: { Variables: { TOKEN: "abc", URL: "def" } },
    Functions: [{ Environment: { Variables: { A: "ghi" } } }],
    EventSourceToken: "jkl",
    NextMarker: "page",
    Code: { Location: "https://b.s3.amazonaws.com/k?X-Amz-Signature=1", RepositoryType: "S3" },
    Body: new Uint8Array(3),
    Credentials: { AccessKeyId: "AKIA", SecretAccessKey: "mno", SessionToken: "pqr" },
  };
  expect(secretsIn(answer)).toEqual([
    "abc",
    "def",
    "ghi",
    "jkl",
    "https://b.s3.amazonaws.com/k?X-Amz-Signature=1",
    "mno",
    "pqr",
  ]);
  expect(textsIn({ $LATEST: { TOKEN: "abc" }, 3: { TOKEN: "def" } })).toEqual(["def", "abc"]);
});

test("what is looked for in events is known in every alternative, and with names that are joined by dots", () => {
  const EventPattern = JSON.stringify({
    source: ["orders"],
    $or: [{ detail: { token: ["abc"] } }, { $or: [{ "detail.card": [4711471, 47] }, { region: ["r"] }] }],
  });
  expect(secretsIn({ Name: "rule", EventPattern }).toSorted()).toEqual(["4711471", "abc"]);
  expect(secretsIn({ Rules: [{ EventPattern: "no JSON" }] })).toEqual(["no JSON"]);
});

test("an attribute that is set alone is as secret as it is among others, with all that stands in it", () => {
  const policy = JSON.stringify({ $or: [{ token: ["abc"] }, { of: { token: [{ prefix: "def" }] } }] });
  const one = { AttributeName: "FilterPolicy", AttributeValue: policy };
  expect(secretsIn({ Attributes: { FilterPolicy: policy } })).toEqual(["abc", "def", policy]);
  expect(secretsIn(one)).toEqual(["abc", "def", policy]);
  expect(secretsIn({ AttributeName: "DisplayName", AttributeValue: "Orders" })).toEqual([]);
});

test.each([
  ["filters of a mapping", { FilterCriteria: { Filters: [{ Pattern: '{"body":{"token":["abc"]}}' }] } }],
  ["what a topic masks", { DataProtectionPolicy: '{"Name":"p","Configuration":{"Of":[{"Regex":"abc"}]}}' }],
  ["claims of those who log in", { JwtValidationConfig: { AdditionalClaims: [{ Values: ["abc"] }] } }],
  ["a subscription as a result keeps it", { subscriptions: [{ filterPolicy: { token: ["abc"] } }] }],
  ["a rewrite as a result keeps it", { rules: [{ transforms: [{ Replace: "abc" }] }] }],
])("secrets are known in %s", (_what, value) => {
  expect(secretsIn(value)).toContain("abc");
  expect(secretsIn(value)).not.toContain("p");
});
