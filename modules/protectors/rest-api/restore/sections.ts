import type { JsonObject } from "../../../contract/json.ts";
import { shortList } from "../../../core/short-list.ts";
import { PUT } from "../../kit/api-methods.ts";
import { calledVersion, versionNow } from "../../kit/called-version.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { PlannedStep } from "../../protector.ts";
import type { ApiResource, RestApiDocument } from "../document.ts";
import { authorizersSection } from "./authorizers.ts";
import { documentationSection, documentationVersionsSection } from "./documentation.ts";
import { apiNow, type Draft, labelOf, patiently } from "./draft.ts";
import { gatewayResponsesSection } from "./gateway-responses.ts";
import { modelsSection } from "./models.ts";
import { resourcesSection } from "./resources.ts";
import { settingsSection } from "./settings.ts";
import { validatorsSection } from "./validators.ts";
import type { Section, Write } from "./write.ts";

/** So many calls are named in the title of a step. */
const MAX_NAMED = 3;

// biome-ignore lint/suspicious/noExplicitAny: what a section reads leaves it only to come back to it
type AnySection = Section<any, any>;

type Made = (ids: ReadonlyMap<string, string>) => AnySection;

/** One pass over a kind of part. `prune`: what the point does not have goes. */
interface Pass {
  readonly section: Made;
  readonly prune: boolean;
}

/**
 * Steps that make the parts of an API as they were, from what is there. Each reads it again when it is done, so that one which
 * was cut off goes on where it stopped. What methods refer to comes before them, and goes after them.
 */
export async function planSections(draft: Draft): Promise<void> {
  const { ports, request, live } = draft;
  const { document } = request.translation;
  const [models, validators]: Made[] = [
    () => modelsSection(ports, document),
    () => validatorsSection(ports, document),
  ];
  const authorizers: Made = (ids) =>
    authorizersSection(ports, request.translation.source, authorizersNow(draft, ids));
  const prune = draft.isOurs || request.replace;
  const passes: Pass[] = [
    { section: () => settingsSection(ports, document), prune },
    ...[models, validators, authorizers].flatMap((section) =>
      section === undefined ? [] : [{ section, prune: false }],
    ),
    { section: () => gatewayResponsesSection(ports, document), prune },
    { section: (ids) => resourcesSection(ports, resourcesNow(draft, ids)), prune },
    { section: () => documentationSection(ports, document), prune },
    { section: () => documentationVersionsSection(ports, document), prune },
    ...[models, validators, authorizers].flatMap((section) =>
      section === undefined ? [] : [{ section, prune }],
    ),
  ];
  const done = new Set<string>();
  for (const { section, prune: prunes } of passes) {
    const known = section(request.known ?? new Map());
    const there = live === undefined ? known.fresh : await patiently(draft, () => known.read(live.api.id));
    const id = live?.api.id ?? request.translation.source.id;
    const writes = known.writes(there, id, prunes).filter(({ title }) => !done.has(title));
    for (const { title } of writes) done.add(title);
    if (writes.length > 0) draft.steps.push(stepOf(draft, section, prunes, known.noun, writes));
  }
}

function stepOf(
  draft: Draft,
  section: Made,
  prune: boolean,
  noun: string,
  writes: readonly Write[],
): PlannedStep {
  const titles = writes.map(({ title }) => title);
  return {
    title: `${noun} of ${labelOf(draft)}: ${shortList(titles, MAX_NAMED)}`,
    call: writes[0]?.call ?? "",
    effect: draft.isOurs ? "create" : "replace",
    perform: async (ids) => {
      const api = apiNow(draft, ids);
      const now = section(ids);
      const there = await patiently(draft, () => now.read(api));
      for (const { send } of now.writes(there, api, prune)) await send();
      await patiently(draft, async () => now.after?.(api, ids));
    },
  };
}

/** Methods with the versions that the functions have by now. */
function resourcesNow(draft: Draft, ids: ReadonlyMap<string, string>): readonly ApiResource[] {
  const { source, document } = draft.request.translation;
  return document.resources.map(({ path, methods }, at) => ({
    path,
    methods: Object.fromEntries(
      Object.entries(methods).map(([verb, method]) => {
        const was = source.resources[at]?.methods[verb]?.integration;
        const { integration } = method;
        return [
          verb,
          integration === undefined
            ? method
            : { ...method, integration: calling(draft, was, integration, ids) },
        ];
      }),
    ),
  }));
}

function authorizersNow(draft: Draft, ids: ReadonlyMap<string, string>): readonly JsonObject[] {
  const { source, document } = draft.request.translation;
  return document.authorizers.map((one, at) => calling(draft, source.authorizers[at], one, ids));
}

/** What is called at a published version calls the number that it has there. */
function calling(
  draft: Draft,
  was: JsonObject | undefined,
  settings: JsonObject,
  ids: ReadonlyMap<string, string>,
): JsonObject {
  const call = calledVersion(
    String(was?.function),
    String(settings.function),
    draft.request.translation.used,
  );
  if (call === undefined) return settings;
  const now = versionNow(call, ids);
  // Before the first step nobody knows it.
  if (now === undefined && !ids.has(draft.request.translation.source.arn)) return settings;
  if (now === undefined)
    throw new RestoreError(
      labelOf(draft),
      PUT,
      `the version that it calls did not come back: ${call.was}`,
      `restore the function with its versions (protect.code: published), or map the version to another one; then ${AGAIN}`,
    );
  return { ...settings, function: now };
}

/** Functions that are called at a version, each with its place. */
export function versionsCalled({
  resources,
  authorizers,
}: RestApiDocument): readonly { readonly path: string; readonly fn: string }[] {
  const of = (settings: JsonObject | undefined, path: string) =>
    typeof settings?.function === "string" ? [{ path: `${path}.function`, fn: settings.function }] : [];
  return [
    ...resources.flatMap(({ methods }, at) =>
      Object.entries(methods).flatMap(([verb, { integration }]) =>
        of(integration, `resources[${at}].methods.${verb}.integration`),
      ),
    ),
    ...authorizers.flatMap((one, at) => of(one, `authorizers[${at}]`)),
  ];
}
