import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDiagnostic } from "../../modules/core/diagnostic.ts";
import { parseMap } from "../../modules/restore/id-map.ts";

const said = (text: string): string[] => parseMap(text, "map.yaml").diagnostics.map(formatDiagnostic);

test("reads what takes the place of what", () => {
  const text = `version: 1
map:
  subnet-0a: subnet-1a # in eu-west-1
  arn:aws:sqs:us-east-1:111122223333:orders: arn:aws:sqs:eu-west-1:111122223333:orders
  "012345678901": "210987654321"
`;
  expect(parseMap(text, "map.yaml")).toEqual({
    map: {
      "subnet-0a": "subnet-1a",
      "arn:aws:sqs:us-east-1:111122223333:orders": "arn:aws:sqs:eu-west-1:111122223333:orders",
      "012345678901": "210987654321",
    },
    diagnostics: [],
  });
});

test("an empty map is a map", () => {
  expect(parseMap("version: 1\nmap: {}\n", "map.yaml")).toEqual({ map: {}, diagnostics: [] });
});

test("says every mistake at once, each at its place, and gives no half of a map", () => {
  const text = `version: 2
maps: {}
map:
  subnet-0a0a0a0a: subnet-1a
  subnet-0a0a0a0a: subnet-2a
  012345678901: "210987654321"
  sg-0b0b0b0b: 7
  sg-0c0c0c0c:
`;
  const help = "write `version: 1` and `map:` with lines `<ARN or id of the source>: <its counterpart>`";
  expect(said(text)).toEqual([
    "map.yaml:1:10: error[VALUE] version is not 1\n  help: write `version: 1`",
    `map.yaml:2:1: error[UNKNOWN_KEY] unknown key "maps"\n  help: ${help}`,
    `map.yaml:5:3: error[YAML] duplicate key "subnet-0a0a0a0a"\n  help: keep one of the two`,
    "map.yaml:6:3: error[TYPE] a key is not text\n  help: put it in quotes",
    `map.yaml:7:16: error[TYPE] the counterpart of "sg-0b0b0b0b" is not text\n  help: write one ARN or id, in quotes`,
    `map.yaml:8:15: error[MISSING] the counterpart of "sg-0c0c0c0c" is not filled in\n  help: write one ARN or id, in quotes`,
  ]);
  expect(parseMap(text, "map.yaml").map).toEqual({});
});

test("a policy or an estate in place of a map is told as that, once", () => {
  for (const text of ["version: 1\nname: orders\nselect: {}\n", "account: '1'\nregions: [us-east-1]\n"])
    expect(said(text)).toEqual([
      "map.yaml:1:1: error[VALUE] this is a policy or an estate, not a map\n  help: --write-map FILE writes a map to fill in",
    ]);
});

test("digits that are no account are refused", () => {
  const target = { account: "111122223333", partition: "aws", region: "eu-west-1" };
  const { diagnostics } = parseMap('version: 1\nmap:\n  "123": "456"\n', "map.yaml", target);
  expect(diagnostics.map(formatDiagnostic)).toEqual([
    "map.yaml:3:10: error[VALUE] the counterpart of this key stands for digits that are no account\n  help: write all 12 digits of the account",
  ]);
});

test.each([
  ["", "map.yaml:1:1: error[TYPE] the file is not a mapping"],
  ["- a\n", "map.yaml:1:1: error[TYPE] the file is not a mapping"],
  ["map: {}\n", "map.yaml:1:1: error[MISSING] version is missing"],
  ["version: 1\n", "map.yaml:1:1: error[MISSING] map is missing"],
  ["version: 1\nmap: []\n", "map.yaml:2:6: error[TYPE] map is not a mapping"],
  [
    'version: 1\nmap: {a: ""}\n',
    "map.yaml:2:10: error[MISSING] the counterpart of this key is not filled in",
  ],
  ["version: 1\nmap: {a: *b}\n", "map.yaml:2:10: error[TYPE] the counterpart of this key is not text"],
  ["version: 1\nmap: {a: [b\n", "map.yaml:3:1: error[YAML] "],
])("fails on %j", (text, message) => {
  expect(said(text)[0]).toContain(message);
});

test("an entry named like a part of every object is an entry", () => {
  const { map } = parseMap("version: 1\nmap: {__proto__: a, constructor: b}\n", "map.yaml");
  expect(Object.entries(map)).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
});

test("no mistake shows what may be the value of an environment variable, whatever is wrong with the file", () => {
  const CANARY = "s3cr3tCanaryValue";
  const shapes = [
    `version: 1\nmap:\n  ${CANARY}: {a: b}\n`,
    `version: 1\nmap:\n  ${CANARY}: x\n  ${CANARY}: y\n`,
    `version: 1\n${CANARY}: x\nmap: {}\n`,
    `version: ${CANARY}\nmap: {}\n`,
    `version: 1\nmap: ${CANARY}\n`,
    `version: 1\nmap:\n  a: "${CANARY}\n`,
    `version: 1\nmap:\n  a: *${CANARY}\n`,
    `version: 1\nmap:\n  a: !${CANARY} b\n`,
    `version: 1\nmap:\n\t${CANARY}: b\n`,
    `version: 1\nmap:\n  a: b: ${CANARY}\n`,
    `version: 1\nmap:\n  ? [${CANARY}]\n  : b\n`,
    `%${CANARY} x\n---\nversion: 1\nmap: {}\n`,
  ];
  for (const text of shapes) {
    // The reader takes a tag or a directive that it does not know for none.
    expect(said(text).length > 0 || /[!%]/.test(text)).toBe(true);
    expect(said(text).join("\n")).not.toContain(CANARY);
  }
  fc.assert(
    fc.property(
      fc.constantFrom(...shapes),
      fc.nat(200),
      fc.constantFrom(..."{}[]:,&*!|>'\"%@`-? \n\t#"),
      (text, at, char) => {
        const cut = at % text.length;
        const broken = `${text.slice(0, cut)}${char}${text.slice(cut)}`;
        expect(said(broken).join("\n")).not.toContain(CANARY);
      },
    ),
    { numRuns: 2000 },
  );
});

describe("what stands for something", () => {
  const target = { account: "111122223333", partition: "aws", region: "eu-west-1" };
  const QUEUE = "arn:aws:sqs:us-east-1:111122223333:orders";
  const wrong = (key: string, value: string): string[] =>
    parseMap(
      `version: 1\nmap:\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}\n`,
      "map.yaml",
      target,
    ).diagnostics.map(
      ({ code, message, at }) =>
        `${at.line}:${at.col} ${code} ${message.replace(/^the counterpart of ("[^"]*"|this key) /, "")}`,
    );

  test.each<[string, string, string, string]>([
    ["a queue of the lost region", QUEUE, QUEUE, "lies in us-east-1, and the restore goes to eu-west-1"],
    [
      "a topic for a queue",
      QUEUE,
      "arn:aws:sns:eu-west-1:111122223333:orders",
      "is an ARN of sns, and the key is one of sqs",
    ],
    ["a name for an ARN", QUEUE, "orders", "is not an ARN, and the key is one"],
    [
      "another partition",
      QUEUE,
      "arn:aws-cn:sqs:eu-west-1:111122223333:orders",
      "is of partition aws-cn, and the restore goes to aws",
    ],
    ["no account", QUEUE, "arn:aws:sqs:eu-west-1:1:orders", "names no account of 12 digits"],
    [
      "a layer for a function",
      "arn:aws:lambda:us-east-1:111122223333:function:a",
      "arn:aws:lambda:eu-west-1:111122223333:layer:a:1",
      "is of type layer, and the key is of type function",
    ],
    ["a queue for a bucket", "arn:aws:s3:::in", "arn:aws:sqs:eu-west-1:111122223333:in", "is not a bucket"],
    [
      "a queue for a bucket's name",
      "in-us",
      "arn:aws:sqs:eu-west-1:111122223333:in",
      "is an ARN of sqs, and the key is a name",
    ],
    ["a group for a subnet", "subnet-0a0a0a0a", "sg-0b0b0b0b", "is not a subnet"],
    ["a name for an account", "111122223333", "production", "is not an account"],
  ])("is not %s", (_what, key, value, message) => {
    expect(wrong(key, value)).toEqual([`3:${JSON.stringify(key).length + 5} VALUE ${message}`]);
  });

  test.each([
    [QUEUE, "arn:aws:sqs:eu-west-1:444455556666:other"],
    ["arn:aws:s3:::in", "in-eu"],
    ["arn:aws:s3:::in", "arn:aws:s3:::in-eu"],
    ["in-us", "arn:aws:s3:::in-eu"],
    ["subnet-0a0a0a0a", "subnet-1b1b1b1b"],
    [
      "arn:aws:lambda:us-east-1:111122223333:layer:base:4",
      "arn:aws:lambda:eu-west-1:999999999999:layer:base:9",
    ],
    ["arn:aws:iam::111122223333:role/orders", "arn:aws:iam::111122223333:role/orders-eu"],
    ["https://host.us-east-1.example", "https://host.eu-west-1.example"],
  ])("of %s may be %s", (key, value) => {
    expect(wrong(key, value)).toEqual([]);
  });
});

describe("entries with *", () => {
  const target = { account: "222222222222", partition: "aws", region: "eu-west-1" };
  const saidOf = (lines: readonly string[]): string[] =>
    parseMap(
      ["version: 1", "map:", ...lines.map((line) => `  ${line}`), ""].join("\n"),
      "map.yaml",
      target,
    ).diagnostics.map(formatDiagnostic);

  test("are taken where their counterparts have as many, and lie at the destination", () => {
    expect(
      saidOf([
        "arn:aws:sqs:us-east-1:111111111111:*: arn:aws:sqs:eu-west-1:222222222222:*",
        "arn:aws:sqs:us-east-1:*:orders: arn:aws:sqs:eu-west-1:*:orders",
        "arn:aws:s3:::orders-*: arn:aws:s3:::orders-eu-*",
        "orders-*: orders-eu-*",
        "orders-*-dead: orders-eu-*-dead",
        '"111111111111": "222222222222"',
      ]),
    ).toEqual([]);
  });

  test("are looked at as others are", () => {
    const as = "write an ARN like arn:aws:sqs:eu-west-1:222222222222:*";
    expect(
      saidOf([
        "arn:aws:sqs:us-east-1:111111111111:a*: arn:aws:sqs:eu-west-1:222222222222:a",
        "orders: orders-*",
        '"*-orders": "*-eu"',
        "arn:aws:sqs:us-east-1:111111111111:*: arn:aws:sns:eu-west-1:222222222222:*",
        "arn:aws:sqs:us-east-2:111111111111:*: arn:aws:sqs:us-east-2:222222222222:*",
      ]),
    ).toEqual([
      'map.yaml:3:42: error[VALUE] the counterpart of "arn:aws:sqs:us-east-1:111111111111:a*" has no "*", and the key has 1\n  help: write as many: each stands for the same text',
      'map.yaml:4:11: error[VALUE] the counterpart of this key has 1 "*", and the key has none\n  help: write as many: each stands for the same text',
      'map.yaml:5:3: error[VALUE] this key begins with "*", and would stand for every text\n  help: write how the texts begin that it is for: "arn:aws:sqs:us-east-1:111122223333:*", or "orders-*"',
      `map.yaml:6:41: error[VALUE] the counterpart of "arn:aws:sqs:us-east-1:111111111111:*" is an ARN of sns, and the key is one of sqs\n  help: ${as}`,
      `map.yaml:7:41: error[VALUE] the counterpart of "arn:aws:sqs:us-east-2:111111111111:*" lies in us-east-2, and the restore goes to eu-west-1\n  help: ${as}`,
    ]);
  });

  test("are refused where a text may go by two that are equally exact", () => {
    expect(saidOf(["a-*-bc*d: x-*-*", "a-*b*-cd: y-*-*", "a-*-bc*e: z-*-*"])).toEqual([
      "map.yaml:4:3: error[VALUE] this key is as exact as one before it, and a text may go by both\n  help: write more of one before its first *",
    ]);
  });
});

test.each([
  ['"*": "*"', 'begins with "*", and would stand for every text'],
  ["subnet-*: subnet-*", 'is a subnet\'s id with "*", and AWS draws such ids: no two begin alike'],
  ["vpc-0a*: vpc-0b*", 'is a vpc\'s id with "*", and AWS draws such ids: no two begin alike'],
  ["sg-0a*: sg-0b*", 'is a sg\'s id with "*", and AWS draws such ids: no two begin alike'],
  ['"1111*": "2222*"', 'is for an account\'s id with "*"'],
  ["arn:aws:sqs:us-east-1:1111*:a: arn:aws:sqs:eu-west-1:1111*:a", 'is for an account\'s id with "*"'],
])("a key with * that can mean nothing is refused at its place: %s", (entry, message) => {
  const [{ message: told, hint, at } = { message: "", hint: "", at: undefined }] = parseMap(
    `version: 1\nmap:\n  ${entry}\n`,
    "map.yaml",
  ).diagnostics;
  expect([told.replace(/^(this key|"arn:[^"]+") /, ""), at?.line, at?.col]).toEqual([message, 3, 3]);
  expect(hint).toMatch(/^write /);
});

test("a bucket may be called like a network, and * alone stands for the same account", () => {
  const text = `version: 1
map:
  sg-reports-*: sg-reports-eu-*
  arn:aws:sqs:us-east-1:*:orders: arn:aws:sqs:eu-west-1:*:orders
`;
  expect(said(text)).toEqual([]);
});
