import {
  type Architecture,
  GetLayerVersionByArnCommand,
  type LayerVersionContentInput,
  type LayerVersionsListItem,
  ListLayerVersionsCommand,
  PublishLayerVersionCommand,
  type PublishLayerVersionCommandInput,
} from "@aws-sdk/client-lambda";
import { parseArn } from "../../../core/arn.ts";
import { hexOf } from "../../../core/digest.ts";
import { attempt, attemptOrNone, orNone } from "../../kit/attempt.ts";
import { isDenied } from "../../kit/calls.ts";
import { isObject } from "../../kit/canonical.ts";
import { listAll } from "../../kit/pages.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { LayerDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { planSharing } from "./layer-sharing.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { withReachable } from "./reference.ts";

/** Layers come first: their numbers are given by Lambda, and every configuration names them. */
export async function planLayers(draft: Draft): Promise<void> {
  for (const layer of draft.document.layers) {
    const there = await findLayer(draft, layer);
    if (there !== undefined) {
      draft.ids.layers.set(layer.arn, there);
      draft.steps.push({ title: `use layer ${there}`, call: "lambda:GetLayerVersion", effect: "keep" });
    } else if (layer.sha256 === undefined) {
      draft.blocked.push({
        because: "incomplete",
        message: `layer ${layer.arn} is no longer there, and the point has no bytes of it`,
        hint: "map it to a layer version that exists",
      });
    } else {
      const label = `layer ${layer.arn}`;
      const settings = await withReachable(draft.ports, label, layer.settings, draft, draft.warnings);
      draft.steps.push(publishStep(draft.ports, { ...layer, settings }, layer.sha256));
    }
    await planSharing(draft, layer, there);
  }
}

/** The very version if a function there uses it or it can be read, or any version of that name with the same bytes. */
async function findLayer(
  { ports, live, document }: Draft,
  layer: LayerDocument,
): Promise<string | undefined> {
  const contents = live === undefined ? [] : [live.latest, ...live.versions.map(({ content }) => content)];
  const inUse = contents.flatMap(({ configuration }) => configuration.Layers ?? []);
  if (inUse.includes(layer.arn)) return layer.arn;
  const { region, account } = parseArn(layer.arn);
  if (region === document.region) {
    const hash = await hashOf(ports, layer.arn, account !== document.account);
    if (hash !== undefined && (layer.sha256 === undefined || hash === layer.sha256)) return layer.arn;
  }
  if (layer.sha256 === undefined) return undefined;
  for (const { LayerVersionArn: arn } of await versionsOf(ports, layer.name))
    if (arn !== undefined && (await hashOf(ports, arn, false)) === layer.sha256) return arn;
  return undefined;
}

/** `undefined` when there is none, or when another account does not share it: it may refuse to say. */
async function hashOf({ lambda, sleep }: FunctionRestorePorts, arn: string, foreign: boolean) {
  const what = { resource: arn, call: "lambda:GetLayerVersion" };
  const found = await attemptOrNone(sleep, what, async () => {
    try {
      return await lambda.send(new GetLayerVersionByArnCommand({ Arn: arn }));
    } catch (error) {
      if (foreign && isDenied(error)) return undefined;
      throw error;
    }
  });
  const hash = found?.Content?.CodeSha256;
  return hash === undefined ? undefined : hexOf(hash);
}

/** Newest first; none when no layer has this name. */
function versionsOf(
  { lambda, sleep }: FunctionRestorePorts,
  LayerName: string,
): Promise<LayerVersionsListItem[]> {
  return listAll(
    sleep,
    { resource: LayerName, call: "lambda:ListLayerVersions" },
    (Marker) => orNone(() => lambda.send(new ListLayerVersionsCommand({ LayerName, Marker }))),
    (page) => ({ items: page?.LayerVersions, next: page?.NextMarker }),
  );
}

function publishStep({ lambda, sleep, locate }: FunctionRestorePorts, layer: LayerDocument, sha256: string) {
  const what = { resource: `layer ${layer.name}`, call: "lambda:PublishLayerVersion" };
  return {
    title: `publish layer ${layer.name} (was ${layer.arn})`,
    call: what.call,
    effect: "create" as const,
    once: `layer ${layer.arn}`,
    perform: async (ids: Draft["ids"]) => {
      const { bucket, key, version } = await locate(sha256);
      const published = await attempt(sleep, what, () =>
        lambda.send(
          new PublishLayerVersionCommand({
            ...publishSettings(layer),
            LayerName: layer.name,
            Content: contentOf(layer, {
              S3Bucket: bucket,
              S3Key: key,
              ...(version !== undefined && { S3ObjectVersion: version }),
            }),
          }),
        ),
      );
      if (published.LayerVersionArn === undefined || hexOf(published.Content?.CodeSha256) !== sha256)
        throw new RestoreError(
          what.resource,
          what.call,
          `Lambda stored other bytes than the point holds, as ${published.LayerVersionArn ?? "a version"}, which nothing uses`,
          `delete that version, find out who writes to the store, and verify the point; then ${AGAIN}`,
        );
      ids.layers.set(layer.arn, published.LayerVersionArn);
    },
  };
}

/** The object that its owner keeps, or else the store's own, which Lambda copies. */
function contentOf(
  { settings: { ResolvedS3Object: object } }: LayerDocument,
  copy: LayerVersionContentInput,
): LayerVersionContentInput {
  return isObject(object) ? { ...object, S3ObjectStorageMode: "REFERENCE" } : copy;
}

function publishSettings({ settings }: LayerDocument): Partial<PublishLayerVersionCommandInput> {
  const { Description, LicenseInfo, CompatibleRuntimes, CompatibleArchitectures } = settings as {
    readonly Description?: string;
    readonly LicenseInfo?: string;
    readonly CompatibleRuntimes?: PublishLayerVersionCommandInput["CompatibleRuntimes"];
    readonly CompatibleArchitectures?: Architecture[];
  };
  return { Description, LicenseInfo, CompatibleRuntimes, CompatibleArchitectures };
}
