import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { runIn } from "./support/io.ts";
import { LoopbackServer } from "./support/loopback-server.ts";
import { stubAws } from "./support/stub-aws.ts";

const HERE = { account: "123456789012", partition: "aws", region: "eu-west-1" };
const FILE = "orders.eu-west-1.restore.json";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders";
const FILTER = {
  filterName: "to-orders",
  filterPattern: "canary-pattern",
  destinationArn: FUNCTION,
  distribution: "ByLogStream",
};

/** CloudWatch Logs that repeats what it was sent, and what it was not, in its errors. */
class FakeLogs extends LoopbackServer {
  filters: object[] = [];
  /** The error that a call is answered with. */
  refuses: (call: string, sent: string) => string | undefined = () => undefined;

  protected async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = Buffer.concat(await request.toArray()).toString();
    const name = this.refuses(String(request.headers["x-amz-target"]).split(".").at(-1) ?? "", sent);
    const message = `refused ${sent} beside canary-policy and canary-pattern`;
    const body = name === undefined ? { subscriptionFilters: this.filters } : { __type: name, message };
    response.writeHead(name === undefined ? 200 : 400).end(JSON.stringify(body));
  }
}

const logs = new FakeLogs();
let folder: string;

beforeAll(async () => {
  stubAws(await logs.start());
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zonekeep arm "));
  logs.filters = [];
  logs.refuses = () => undefined;
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => {
  logs.stop();
  vi.unstubAllEnvs();
});

const id = (name: string): string => `/aws/lambda/${name}`;
const key = (name: string): string =>
  `log-filter/${id(name)}: put subscription filter to-orders of log group ${id(name)}, which calls ${FUNCTION}`;

function group(name: string): object {
  const arn = `arn:aws:logs:eu-west-1:123456789012:log-group:${id(name)}`;
  const activation = { name: id(name), arn, filters: [FILTER], changes: [], lost: [] };
  return { kind: "log-filter", id: id(name), arn, point: "p", activation };
}

/** A topic whose kind cannot read what activates it. */
const TOPIC = {
  kind: "sns-topic",
  id: "orders",
  arn: "arn:aws:sns:eu-west-1:123456789012:orders",
  point: "p",
  activation: { subscriptions: [{ filterPolicy: { $or: [{ token: ["canary-policy"] }] } }] },
};

/** Writes what a restore came to, as a copy that others may read. */
function restored(things: readonly object[], armed: readonly string[] = []): void {
  const result = { format: "zonekeep-restore/1", target: HERE, things, leftOut: [], idMap: {}, armed };
  writeFileSync(join(folder, FILE), JSON.stringify(result), { mode: 0o644 });
}

const armed = (): string[] => JSON.parse(readFileSync(join(folder, FILE), "utf8")).armed ?? [];
const run = async (command: string, ...how: readonly string[]) => {
  const { code, stdout, stderr } = await runIn(folder, [command, FILE, ...how], { env: process.env });
  return { code, told: stdout + stderr };
};

test.each([[[]], [["--json"]]])(
  "arm %j shows nothing of what filters look for, and its file is its owner's alone",
  async (how) => {
    logs.refuses = (call) => (call === "PutSubscriptionFilter" ? "InvalidParameterException" : undefined);
    restored([group("orders"), TOPIC]);
    const { code, told } = await run("arm", ...how);
    expect(code).toBe(1);
    expect(told).toContain("logs:PutSubscriptionFilter");
    expect(told).toContain("***");
    expect(told).not.toContain("canary");
    expect(armed()).toEqual([key("orders")]);
    expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
  },
);

test("a disarm that cannot ask for a trigger which it did not write names it and the call, exit 3, and takes back the rest", async () => {
  logs.refuses = (_call, sent) => (sent.includes(id("orders")) ? "AccessDeniedException" : undefined);
  restored([group("orders"), group("refunds")], [key("refunds")]);
  const { code, told } = await run("disarm");
  expect(code).toBe(3);
  expect(told).toContain(`log group ${id("orders")}: logs:DescribeSubscriptionFilters: AccessDenied`);
  expect(told).toContain(
    "help: allow logs:DescribeSubscriptionFilters to the role that restores; then disarm again",
  );
  expect(told).not.toContain("canary-pattern");
  expect(armed()).toEqual([]);
});

test("what arm wrote of what cannot be asked or read stays in the file", async () => {
  logs.refuses = () => "AccessDeniedException";
  const before = [key("orders"), "sns-topic/orders: subscribe x to topic orders"];
  restored([group("orders"), TOPIC], before);
  expect((await run("disarm")).code).toBe(1);
  expect(armed()).toEqual(before);
});

test("a filter that was there, and could not be asked for at first, is not written down as arm's", async () => {
  logs.filters = [FILTER];
  let calls = 0;
  logs.refuses = () => (++calls === 1 ? "AccessDeniedException" : undefined);
  restored([group("orders")]);
  expect((await run("arm")).code).toBe(0);
  expect([calls, armed()]).toEqual([2, []]);
});
