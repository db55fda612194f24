import { expect, test } from "vitest";
import type { Json } from "../../../modules/contract/json.ts";
import {
  Given,
  OwnAttribute,
  PackageFile,
  WhenArmed,
} from "../../../modules/protectors/kit/terraform/argument.ts";
import type { TerraformResource } from "../../../modules/protectors/kit/terraform/resource.ts";
import { terraformConfiguration } from "../../../modules/restore/as-terraform/configuration.ts";
import { SOURCE } from "../../support/protector-conformance/conforming.ts";

const QUEUE = { kind: "sqs-queue", id: "orders" } as const;
const FN = { kind: "lambda", id: "orders" } as const;
/** What begins a template. */
const OPEN = "$" + "{";

function said(...all: readonly (readonly [typeof QUEUE | typeof FN, ...TerraformResource[]])[]) {
  const things = all.map(([thing, ...resources]) => ({ thing, about: "run 1", resources }));
  return terraformConfiguration({ target: SOURCE, things });
}

function bodyOf(configuration: ReturnType<typeof said>, file: string, type: string, name = "orders"): Json {
  const { resource } = configuration.files.get(file) as { resource: Record<string, Record<string, Json>> };
  return resource[type]?.[name] ?? null;
}

const resource = (type: string, rest: Partial<TerraformResource> = {}): TerraformResource => ({
  type,
  key: "",
  arguments: {},
  ...rest,
});

test("what a person wrote is taken literally, in keys, in texts of JSON and in ids", () => {
  const text = `${OPEN}file("/etc/passwd")}`;
  const found = said([
    QUEUE,
    resource("aws_sqs_queue", {
      arguments: { name: text, tags: { [text]: "50 %{off}" }, policy: JSON.stringify({ Sid: text }) },
      importId: text,
    }),
  ]);
  expect(bodyOf(found, "sqs-queue.orders.tf.json", "aws_sqs_queue")).toEqual({
    name: `$${text}`,
    tags: { [`$${text}`]: "50 %%{off}" },
    policy: `{"Sid":"$${OPEN}file(\\"/etc/passwd\\")}"}`,
    lifecycle: { prevent_destroy: true },
  });
  expect(found.files.get("imports.tf.json")).toMatchObject({
    import: [{ to: "aws_sqs_queue.orders", id: `$${text}` }],
  });
});

test("a tag of any name is a tag", () => {
  const arguments_ = { tags: { special: "given", type: "string", key: "x" } };
  const found = said([QUEUE, resource("aws_sqs_queue", { arguments: arguments_ })]);
  expect(bodyOf(found, "sqs-queue.orders.tf.json", "aws_sqs_queue")).toEqual(arguments_);
});

test("what names another comes after it, also in a text of JSON and with something behind the name", () => {
  const found = said(
    [QUEUE, resource("aws_sqs_queue", { exports: { "arn:queue": "arn" } })],
    [
      FN,
      resource("aws_lambda_function", {
        arguments: { one: "arn:queue", two: "arn:queue/x", three: "arn:queues", four: '{"a":"arn:queue"}' },
      }),
    ],
  );
  expect(bodyOf(found, "lambda.orders.tf.json", "aws_lambda_function")).toEqual({
    one: `${OPEN}aws_sqs_queue.orders.arn}`,
    two: `${OPEN}aws_sqs_queue.orders.arn}/x`,
    three: "arn:queues",
    four: `{"a":"${OPEN}aws_sqs_queue.orders.arn}"}`,
  });
});

test("two that name each other wait for no circle: the second stays named by its ARN", () => {
  const found = said(
    [QUEUE, resource("aws_sqs_queue", { arguments: { to: "arn:fn" }, exports: { "arn:queue": "arn" } })],
    [
      FN,
      resource("aws_lambda_function", {
        arguments: { to: "arn:queue", own: "arn:fn" },
        exports: { "arn:fn": "arn" },
      }),
    ],
  );
  expect(bodyOf(found, "sqs-queue.orders.tf.json", "aws_sqs_queue")).toEqual({
    to: `${OPEN}aws_lambda_function.orders.arn}`,
  });
  expect(bodyOf(found, "lambda.orders.tf.json", "aws_lambda_function")).toEqual({
    to: "arn:queue",
    own: "arn:fn",
  });
});

test("what lets events in waits for a word, unless it is there already; what permits it comes first", () => {
  const permission = (importId?: string): TerraformResource =>
    resource("aws_lambda_permission", {
      opens: true,
      permits: true,
      ...(importId !== undefined && { importId }),
    });
  const subscription = resource("aws_sns_topic_subscription", {
    opens: true,
    arguments: { endpoint: "arn:fn", enabled: new WhenArmed(true, false, undefined) },
  });
  const fn = resource("aws_lambda_function", {
    exports: { "arn:fn": "arn" },
    arguments: { state: new WhenArmed("ENABLED", "DISABLED", "ENABLED") },
  });
  const closed = said([FN, fn, permission()], [QUEUE, subscription]);
  expect(bodyOf(closed, "sqs-queue.orders.tf.json", "aws_sns_topic_subscription")).toEqual({
    count: `${OPEN}var.armed ? 1 : 0}`,
    endpoint: `${OPEN}aws_lambda_function.orders.arn}`,
    enabled: `${OPEN}var.armed ? true : false}`,
    depends_on: ["aws_lambda_permission.orders"],
  });
  expect(bodyOf(closed, "lambda.orders.tf.json", "aws_lambda_function")).toEqual({ state: "ENABLED" });
  expect(closed.files.get("main.tf.json")).toMatchObject({
    variable: { armed: { type: "bool", default: false } },
  });
  const open = said([FN, fn, permission("orders/x")]);
  expect(bodyOf(open, "lambda.orders.tf.json", "aws_lambda_permission")).toEqual({});
  expect({ waits: open.waits, main: JSON.stringify(open.files.get("main.tf.json")) }).toEqual({
    waits: false,
    main: expect.not.stringContaining("armed"),
  });
});

test("names that come to the same are told apart, and a resource names its own thing's", () => {
  const part = (key: string): TerraformResource => resource("aws_lambda_alias", { key });
  const other = resource("aws_lambda_permission", {
    arguments: { qualifier: new OwnAttribute("aws_lambda_alias", "a.b", "name") },
  });
  const found = said(
    [FN, part("a b"), part("a.b"), other],
    [{ ...QUEUE, id: "1/x" } as never, resource("aws_sqs_queue")],
  );
  expect(bodyOf(found, "lambda.orders.tf.json", "aws_lambda_permission")).toEqual({
    qualifier: `${OPEN}aws_lambda_alias.orders_a_b_2.name}`,
  });
  expect([...found.files.keys()]).toEqual([
    "lambda.orders.tf.json",
    "sqs-queue._1_x.tf.json",
    "main.tf.json",
  ]);
});

test("secrets are variables, those with a value in a file of their own, and packages lie beside", () => {
  const found = said([
    FN,
    resource("aws_lambda_function", {
      arguments: {
        environment: {
          variables: new Given("environment", "its variables", "map(string)", { TOKEN: "s3cret" }),
        },
        key: new Given("key", "its key", "string"),
        other: new Given("other", "AWS draws one", "string", undefined, null),
        filename: new PackageFile("ab", "orders api.zip"),
      },
    }),
  ]);
  expect(bodyOf(found, "lambda.orders.tf.json", "aws_lambda_function")).toEqual({
    environment: { variables: `${OPEN}var.lambda_orders_environment}` },
    key: `${OPEN}var.lambda_orders_key}`,
    other: `${OPEN}var.lambda_orders_other}`,
    filename: `${OPEN}path.module}/packages/orders_api.zip`,
  });
  expect(found.values).toEqual({
    path: "values.auto.tfvars.json",
    content: { lambda_orders_environment: { TOKEN: "s3cret" } },
  });
  expect({ asked: found.asked, packages: [...found.packages.keys()] }).toEqual({
    asked: ["lambda_orders_key"],
    packages: ["packages/orders_api.zip"],
  });
  const { variable } = found.files.get("main.tf.json") as { variable: Record<string, object> };
  expect(Object.values(variable).every((one) => (one as { sensitive?: boolean }).sensitive)).toBe(true);
});

test("what is there names what is gone by its text and comes after it: an unknown ARN would have it destroyed", () => {
  const archive = resource("aws_cloudwatch_event_archive", {
    arguments: { event_source_arn: "arn:queue" },
    importId: "orders",
  });
  const gone = resource("aws_cloudwatch_event_bus", { exports: { "arn:queue": "arn" } });
  const there = { ...gone, importId: "orders" };
  expect(
    bodyOf(said([QUEUE, gone], [FN, archive]), "lambda.orders.tf.json", "aws_cloudwatch_event_archive"),
  ).toEqual({
    event_source_arn: "arn:queue",
    depends_on: ["aws_cloudwatch_event_bus.orders"],
    lifecycle: { prevent_destroy: true },
  });
  expect(
    bodyOf(said([QUEUE, there], [FN, archive]), "lambda.orders.tf.json", "aws_cloudwatch_event_archive"),
  ).toMatchObject({ event_source_arn: `${OPEN}aws_cloudwatch_event_bus.orders.arn}` });
});

test("no plan may end what is there and holds data; what Terraform makes is its own", () => {
  const table = resource("aws_dynamodb_table", { ignoreChanges: ["read_capacity"] });
  const file = "sqs-queue.orders.tf.json";
  expect(bodyOf(said([QUEUE, { ...table, importId: "orders" }]), file, "aws_dynamodb_table")).toEqual({
    lifecycle: { ignore_changes: ["read_capacity"], prevent_destroy: true },
  });
  expect(bodyOf(said([QUEUE, table]), file, "aws_dynamodb_table")).toEqual({
    lifecycle: { ignore_changes: ["read_capacity"] },
  });
});

test("files of long names, and of names that differ in case alone, are files of their own on every disk", () => {
  const long = "x".repeat(400);
  const ids = ["Orders", "orders", `${long}a`, `${long}b`];
  const things = ids.map((id) => ({
    thing: { ...QUEUE, id },
    about: "run 1",
    resources: [resource("aws_sqs_queue")],
  }));
  const files = [...terraformConfiguration({ target: SOURCE, things }).files.keys()];
  expect(new Set(files.map((path) => path.toLowerCase())).size).toBe(ids.length + 1);
  expect(Math.max(...files.map((path) => path.length))).toBeLessThan(200);
});

test("blocks that let somebody in come by armed, what is made of others comes after them, and what is named is replaced before it goes", () => {
  const part = resource("aws_lambda_alias", { key: "part" });
  const found = said([
    FN,
    part,
    resource("aws_api_gateway_usage_plan", { whenArmed: { api_stages: [{ api_id: "a1", stage: "prod" }] } }),
    resource("aws_api_gateway_deployment", { after: [part], createBeforeDestroy: true }),
  ]);
  const file = "lambda.orders.tf.json";
  expect(bodyOf(found, file, "aws_api_gateway_usage_plan")).toEqual({
    dynamic: {
      api_stages: [{ for_each: `${OPEN}var.armed ? [true] : []}`, content: { api_id: "a1", stage: "prod" } }],
    },
  });
  expect(bodyOf(found, file, "aws_api_gateway_deployment")).toEqual({
    depends_on: ["aws_lambda_alias.orders_part"],
    lifecycle: { create_before_destroy: true },
  });
  expect(found.waits).toBe(true);
});
