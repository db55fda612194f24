import type { JsonObject } from "../../contract/json.ts";
import { writableTags } from "../kit/tags.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { IdMap } from "../protector.ts";
import { CURRENT, type MachineDocument, type MachineSecrets } from "./document.ts";
import { sharesOf } from "./routing.ts";

const MACHINE = "aws_sfn_state_machine";

/** A machine as its newest revision is, with aliases of versions that are there: Terraform has no resource for one. */
export const stateMachineInTerraform: TerraformKind<MachineDocument, MachineSecrets> = {
  form: ({ document, secrets, live, ids, source }) => {
    const { name, arn, type, current, versions, aliases, tags } = document;
    const definition = secrets?.definitions[CURRENT];
    if (definition === undefined) return { resources: [], left: ["its definition is not in the point"] };
    const numberOf = (version: string): string | undefined => {
      const now = (ids[`${source}:${version}`] ?? `${arn}:${version}`).slice(arn.length + 1);
      return live?.versions.some((one) => one.version === now) === true ? now : undefined;
    };
    const gone = versions.filter(({ version }) => numberOf(version) === undefined);
    const left = gone.length === 0 ? [] : [versionsLeft(gone.map(({ version }) => version))];
    const machine: TerraformResource = {
      type: MACHINE,
      key: "",
      arguments: {
        name,
        type,
        role_arn: current.roleArn,
        definition: withIds(definition, ids),
        ...block("logging_configuration", loggingOf(current.loggingConfiguration)),
        ...block("tracing_configuration", current.tracingConfiguration),
        ...block("encryption_configuration", current.encryptionConfiguration),
        tags: writableTags(tags),
      },
      ...(live !== undefined && { importId: arn }),
      exports: { [arn]: "arn" },
    };
    const made = aliases.flatMap((alias): TerraformResource[] => {
      const numbers = Object.keys(alias.routing).map(numberOf);
      if (numbers.includes(undefined)) {
        left.push(`its alias ${alias.name}: the versions that it leads to are not there`);
        return [];
      }
      const shares = sharesOf(alias.routing, (version) => numberOf(version) ?? version);
      const isThere = live?.aliases.some((one) => one.name === alias.name) === true;
      return [
        {
          type: "aws_sfn_alias",
          key: alias.name,
          arguments: {
            name: alias.name,
            description: alias.description,
            routing_configuration: Object.entries(shares).map(([version, weight]) => ({
              state_machine_version_arn: `${arn}:${version}`,
              weight,
            })),
          },
          ...(isThere && { importId: `${arn}:${alias.name}` }),
          exports: { [`${arn}:${alias.name}`]: "arn" },
        },
      ];
    });
    return { resources: [machine, ...made], left };
  },
};

function versionsLeft(gone: readonly string[]): string {
  return `its versions ${gone.join(", ")}: Terraform publishes what is newest alone, so restore the machine without --as-terraform first where they are needed`;
}

function block(argument: string, settings: JsonObject | undefined) {
  return settings === undefined ? {} : { [argument]: providerWords(settings) };
}

/** The provider names the one group that Step Functions takes. */
function loggingOf(logging: JsonObject | undefined): JsonObject | undefined {
  if (logging === undefined) return undefined;
  const { destinations, ...rest } = logging;
  const [first] = Array.isArray(destinations) ? (destinations as readonly JsonObject[]) : [];
  const group = (first?.cloudWatchLogsLogGroup as JsonObject | undefined)?.logGroupArn;
  return { ...rest, ...(group !== undefined && { logDestination: group }) };
}

/** What AWS draws anew, such as a version, stands in quotes of a text of JSON. */
function withIds(definition: string, ids: IdMap): string {
  return definition.replace(/"([^"\\]+)"/g, (whole, text: string) => {
    const now = Object.hasOwn(ids, text) ? ids[text] : undefined;
    return now === undefined ? whole : JSON.stringify(now);
  });
}
