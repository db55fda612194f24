import type { Blocked } from "../../../modules/protectors/blocked.ts";
import { attempt } from "../../../modules/protectors/kit/attempt.ts";
import { sameJson } from "../../../modules/protectors/kit/canonical.ts";
import { MARK } from "../../../modules/protectors/kit/mark.ts";
import { writableTags } from "../../../modules/protectors/kit/tags.ts";
import type {
  PlannedStep,
  PlanPorts,
  PlanRequest,
  ThingPlan,
} from "../../../modules/protectors/protector.ts";
import type { ParameterDocument, ParameterSecrets } from "./document.ts";
import {
  CreateWatchCommand,
  PutParameterCommand,
  TagParameterCommand,
  UntagParameterCommand,
} from "./fake.ts";
import { read, send } from "./read.ts";

/** Marks, makes, and takes the mark away last: what was killed in between is continued, and no other is touched. */
export async function plan(
  ports: PlanPorts,
  { point, translation, replace }: PlanRequest<ParameterDocument, ParameterSecrets>,
): Promise<ThingPlan> {
  const { document, secrets, missing } = translation;
  const { name, type, topic, watch } = document;
  const value = secrets?.value ?? "";
  const there = await read(ports, name);
  const ours = there?.document.tags[MARK] === point;
  const live = there === undefined ? "absent" : ours ? "ours" : "there";

  const tags = writableTags(document.tags);
  const was = there?.document;
  const same =
    was !== undefined &&
    was.type === type &&
    was.topic === topic &&
    there?.secrets?.value === value &&
    sameJson(sorted(writableTags(was.tags)), sorted(tags));
  const watched = was?.watch !== undefined || watch === undefined;
  const effect = live === "there" ? "replace" : "create";

  const steps: PlannedStep[] = [];
  const step = (title: string, call: string, done: boolean, perform: () => Promise<unknown>): void => {
    const titled = { title: `${title} ${name}`, call: `parameter:${call}` };
    const act = () => attempt(ports.sleep, { resource: name, call: titled.call }, perform);
    if (done) steps.push({ ...titled, effect: "keep" });
    else steps.push({ ...titled, effect, perform: async () => void (await act()) });
  };
  const finished = same && watched && !ours;
  step("begin", "TagParameter", finished || live !== "there", () =>
    send(ports, new TagParameterCommand({ Name: name, Tags: { [MARK]: point } })),
  );
  step("put", "PutParameter", same, () =>
    send(
      ports,
      new PutParameterCommand({
        Name: name,
        Type: type,
        Topic: topic,
        SecretString: value,
        Tags: { ...tags, [MARK]: point },
      }),
    ),
  );
  const surplus = Object.keys(writableTags(was?.tags ?? {})).filter((key) => !Object.hasOwn(tags, key));
  for (const key of surplus)
    step(`remove tag ${key} of`, "UntagParameter", false, () =>
      send(ports, new UntagParameterCommand({ Name: name, Key: key })),
    );
  step("tag", "TagParameter", same || was === undefined, () =>
    send(ports, new TagParameterCommand({ Name: name, Tags: tags })),
  );
  const ids = new Map<string, string>();
  if (watch !== undefined && was?.watch !== undefined) ids.set(watch.id, was.watch.id);
  if (watch !== undefined && was?.watch === undefined)
    steps.push({
      title: `watch ${name}`,
      call: "parameter:CreateWatch",
      effect: "create",
      perform: async (into) => {
        const made = await attempt(ports.sleep, { resource: name, call: "parameter:CreateWatch" }, () =>
          send(ports, new CreateWatchCommand({ Name: name, Enabled: false })),
        );
        into.set(watch.id, String(made.id));
      },
    });
  step("finish", "UntagParameter", finished, () =>
    send(ports, new UntagParameterCommand({ Name: name, Key: MARK })),
  );

  const blocked: Blocked[] = missing.map(({ path, reason }) => ({
    because: "untranslated",
    message: `${name}: ${path}: ${reason}`,
    hint: "add it to the map",
  }));
  if (live === "there" && !finished && !replace)
    blocked.push({ because: "live", message: `${name} is there, and differs`, hint: "use --replace" });
  return {
    live,
    steps,
    blocked,
    warnings: [],
    ids,
    activation: () => ({ name, watch: watch?.enabled === true }),
  };
}

function sorted(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)));
}
