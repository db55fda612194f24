import type { MachineDocument, MachineSecrets } from "../../../modules/protectors/state-machine/document.ts";
import { stateMachine } from "../../../modules/protectors/state-machine/protector.ts";
import { arbitraryMachine, type MadeMachine, NAMED, secretsOf } from "../arbitrary-machine.ts";
import type { FakeSfn } from "../fake-sfn.ts";
import { type AnyCaptured, type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { SfnPlace } from "./sfn-place.ts";

interface Value extends MadeMachine {
  readonly id: string;
}

/** As somebody makes it, one revision after the other. */
function put(sfn: FakeSfn, { name, type, revisions, gap, aliases, tags }: MadeMachine): void {
  const stateMachineArn = sfn.arn(name);
  for (const [at, { published, ...revision }] of revisions.entries()) {
    if (at === 0) sfn.CreateStateMachine({ name, type, tags: [...tags], ...structuredClone(revision) });
    else sfn.UpdateStateMachine({ stateMachineArn, ...structuredClone(revision) });
    if (published !== undefined)
      sfn.PublishStateMachineVersion({
        stateMachineArn,
        ...(published !== "" && { description: published }),
      });
  }
  const versions = sfn.machines.get(name)?.versions ?? new Map();
  const numbers = [...versions.keys()];
  if (gap && numbers.length > 2) versions.delete(numbers[0]);
  const [before, last] = [numbers.at(-2), numbers.at(-1)];
  if (last === undefined) return;
  const route = (version: string, weight: number) => ({
    stateMachineVersionArn: `${stateMachineArn}:${version}`,
    weight,
  });
  for (const { name: alias, description, last: weight } of aliases)
    sfn.CreateStateMachineAlias({
      name: alias,
      description,
      routingConfiguration:
        before === undefined || weight === 100
          ? [route(last, 100)]
          : [route(last, weight), route(before, 100 - weight)],
    });
}

/** Numbers of versions go by their order: a machine that is made anew has no gaps. */
function comparable({ document, secrets }: AnyCaptured) {
  const { versions, aliases, ...rest } = document as MachineDocument;
  const order = new Map(versions.map(({ version }, at) => [version, `v${at}`]));
  const renumbered = <T>(by: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(by).map(([version, one]) => [order.get(version) ?? version, one]));
  return {
    document: {
      ...rest,
      versions: versions.map((one) => ({ ...one, version: order.get(one.version) })),
      aliases: aliases.map((one) => ({ ...one, routing: renumbered(one.routing) })),
    },
    secrets: renumbered((secrets as MachineSecrets).definitions),
  };
}

/** State machines, as the suite of kinds takes them. */
export const conforming: Conforming<SfnPlace, Value> = {
  protector: stateMachine,
  proven: endToEnd("__tests__/sandbox/state-machine.test.ts"),
  lost: ["executions; version numbers, which the map tells; what only an execution knows that it calls"],
  fake: (options) => new SfnPlace(options),
  arbitrary: arbitraryMachine.map((made) => ({ ...made, id: made.name })),
  put: ({ sfn }, value) => put(sfn, value),
  // A tag that is no longer wanted stays, and so does a version: a restore only adds them.
  change: ({ sfn }, { id }, n) => {
    const found = sfn.machines.get(id);
    if (found === undefined) throw new Error(`there is no state machine ${id}`);
    const definition = { StartAt: "Now", States: { Now: { Type: "Wait", Seconds: n, End: true } } };
    const changed = { TimeoutSeconds: 100 + n, ...definition };
    sfn.UpdateStateMachine({ stateMachineArn: sfn.arn(id), definition: JSON.stringify(changed) });
    for (const alias of found.aliases.values()) alias.description = `changed ${n}`;
    for (const key of Object.keys(found.tags)) found.tags[key] = `changed-${n}`;
  },
  map: () => Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
  neighbours: ({ sfn }, { id }) => {
    const definition = '{ "StartAt": "A", "States": { "A": { "Type": "Pass", "End": true } } }';
    const others = ["zz-other", "zz-third"];
    for (const name of others) {
      const roleArn = `arn:aws:iam::${SOURCE.account}:role/theirs`;
      sfn.CreateStateMachine({ name, definition, roleArn, publish: true });
      const routingConfiguration = [{ stateMachineVersionArn: `${sfn.arn(name)}:1`, weight: 100 }];
      sfn.CreateStateMachineAlias({ name: "theirs", routingConfiguration });
    }
    const ours = sfn.machines.get(id);
    if (ours !== undefined) ours.tags.theirs = "theirs";
    return () => ({
      others: others.map((name) => {
        const { versions, aliases, ...machine } = sfn.machines.get(name) ?? {};
        return structuredClone({
          ...machine,
          versions: [...(versions ?? [])],
          aliases: [...(aliases ?? [])],
        });
      }),
      ...(ours !== undefined && { tag: sfn.machines.get(id)?.tags.theirs }),
    });
  },
  secretsOf,
  fires: { reason: "what starts a state machine is no part of it" },
  readOnlyFields: [],
  comparable,
  unseen: {
    "states:PublishStateMachineVersion":
      "asked for by AWS where CreateStateMachine and UpdateStateMachine publish",
    "kms:Decrypt": "Step Functions asks for it where a customer's key encrypts a machine",
    "kms:GenerateDataKey": "Step Functions asks for it where a customer's key encrypts a machine",
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and Step Functions will say",
    "kms:DescribeKey": "Step Functions will say",
  },
};
