import { expect, test } from "vitest";
import { itemsOf } from "../../handlers/discover/items.ts";
import { loadProtector } from "../../modules/protectors/load.ts";
import { readEach } from "../../modules/protectors/read-list.ts";
import { FakeRegion } from "../support/fake-region.ts";
import { ANY, request } from "../support/sample-request.ts";
import { ACCOUNT, functionArn, seedFunction } from "../support/seed-function.ts";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/any`;
const machine = (name: string) => `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${name}`;

function definition(Resource: string, Parameters: object): string {
  return JSON.stringify({ StartAt: "A", States: { A: { Type: "Task", Resource, Parameters, End: true } } });
}

const invoking = (name: string) => definition("arn:aws:states:::lambda:invoke", { FunctionName: name });
const starting = (arn: string) =>
  definition("arn:aws:states:::states:startExecution.sync", { StateMachineArn: arn });

test("a rule that starts a machine, which starts another by its alias, which invokes the function by its name, is kept with it", async () => {
  const region = new FakeRegion();
  const name = "orders";
  seedFunction(region.lambda, name, { FunctionName: name, FunctionArn: functionArn(name) });
  const roleArn = ROLE;
  region.sfn.CreateStateMachine({
    name: "charge",
    definition: invoking(`${name}:live`),
    roleArn,
    publish: true,
  });
  const routingConfiguration = [{ stateMachineVersionArn: `${machine("charge")}:1`, weight: 100 }];
  region.sfn.CreateStateMachineAlias({ name: "live", routingConfiguration });
  // By now it calls another one: the alias leads to what did.
  region.sfn.UpdateStateMachine({ stateMachineArn: machine("charge"), definition: invoking("media") });
  region.sfn.CreateStateMachine({
    name: "checkout",
    definition: starting(`${machine("charge")}:live`),
    roleArn,
  });
  region.sfn.CreateStateMachine({ name: "media", definition: invoking("media"), roleArn });
  region.sfn.CreateStateMachine({ name: "zonekeep-us-east-1", definition: invoking(name), roleArn });
  region.events.PutRule({ Name: "orders", EventPattern: '{"source":["shop"]}' });
  const Targets = [{ Id: "machine", Arn: machine("checkout"), RoleArn: ROLE }];
  region.events.PutTargets({ Rule: "orders", Targets });
  const warned: string[] = [];
  const warn = (text: string) => void warned.push(text);
  const items = await itemsOf(
    { aws: region.ports(), protector: loadProtector, list: readEach(warn), now: () => 0 },
    { ...request, select: { ...ANY, names: [name] } },
    warn,
  );
  expect(warned).toEqual([]);
  expect(
    items.map(({ kind, id, related }) => [`${kind}/${id}`, related.map((one) => `${one.kind}/${one.id}`)]),
  ).toEqual([
    ["event-rule/default/orders", []],
    [`lambda/${name}`, ["state-machine/charge"]],
    ["state-machine/charge", ["state-machine/checkout"]],
    ["state-machine/checkout", ["event-rule/default/orders"]],
  ]);
});
