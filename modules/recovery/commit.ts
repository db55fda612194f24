import type { CopyTarget, KeptPoint } from "../contract/events.ts";
import type { SourceRevisions } from "../contract/source-revision.ts";
import { errorText } from "../core/error-text.ts";
import { thingName } from "../core/thing-name.ts";
import { bytesContent, jsonContent } from "./bytes.ts";
import { copyAgain } from "./copy-again.ts";
import { ConflictError, type Ensuring, ensure } from "./ensure.ts";
import { ensureBlob } from "./ensure-blob.ts";
import { committedBefore, keepManifest } from "./keep-manifest.ts";
import { blobKey, type PointName, pointKey, wrapKey } from "./layout.ts";
import { type BlobRef, MANIFEST_FORMAT, type Manifest, type NamedBlob, type Wrap } from "./manifest.ts";
import { notManifest } from "./manifest-form.ts";
import { sealManifest } from "./manifest-seal.ts";
import { KEY_SIZE, type KeyPort, keyContext, seal } from "./secrets.ts";
import { sharedLock } from "./shared-lock.ts";
import type { Content, Store } from "./store.ts";

/** What a protector captured; `secrets` never leaves this process in clear. */
export interface PointContent {
  readonly document: unknown;
  /** Of the document: its kind's own number. */
  readonly format: number;
  readonly blobs: readonly { readonly name: string; readonly content: Content }[];
  readonly secrets?: unknown;
  /** Kept in the manifest. */
  readonly sourceRevisions?: SourceRevisions;
  readonly revision: Manifest["revision"];
  /** Kept in the manifest. */
  readonly warnings?: readonly string[];
}

/** Everything of a manifest that is known before anything is written. */
export type PointHead = Omit<
  Manifest,
  "format" | "revision" | "document" | "blobs" | "secrets" | "sourceRevisions" | "warnings"
>;

export interface CommitPorts {
  readonly store: Store;
  /** `<account>/<site>/` */
  readonly prefix: string;
  readonly keys: Pick<KeyPort, "wrapFor">;
  /** Key of the source itself: enough to commit. */
  readonly local: CopyTarget;
  readonly copies: readonly CopyTarget[];
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
  /** Of the run: what another attempt of it has written is known by it. Absent: by what it says. */
  readonly secret?: Uint8Array;
}

export interface Committed {
  readonly point: KeptPoint;
  /** Bytes that were not in the store before. */
  readonly newBytes: number;
  readonly warnings: readonly string[];
}

/**
 * Writes blobs, document, secrets and wrapped keys, and the manifest last: before that write the point does not
 * exist, after it the point is whole. Every lock reaches `expiresAt` first. Repeating after any failure is safe:
 * a run has one point of a thing, whichever attempt wrote it.
 * @throws ConflictError when another point lies under this run's name, and nothing tells whose it is; an error for what
 * would be no manifest.
 */
export async function commit(ports: CommitPorts, head: PointHead, content: PointContent): Promise<Committed> {
  const { store, prefix } = ports;
  const name: PointName = { prefix, kind: head.kind, id: head.id, run: head.run };
  const key = pointKey(prefix, head, head.run);
  const found = await committedBefore(ports, key, head);
  if (found === "other" && ports.secret === undefined) throw new ConflictError(store.name, key);
  if (found !== undefined && found !== "other")
    return { point: { key, sha256: found.sha256 }, newBytes: 0, warnings: [] };

  const lockUntil = head.expiresAt;
  const lockTo = sharedLock(head);
  let newBytes = 0;
  const warnings: string[] = [];
  const kept = new Map<string, { readonly ending: "created" | "present"; readonly content: Content }>();
  const keep = async (bytes: Content, more: Partial<Ensuring> = { lockTo }): Promise<BlobRef> => {
    const { sha256, size } = bytes;
    const at = blobKey(prefix, sha256);
    if (kept.has(at)) return { sha256, size };
    const { ending, warning } = await ensureBlob(store, at, bytes, { lockUntil, ...more });
    if (warning !== undefined) warnings.push(warning);
    if (ending === "created") newBytes += size;
    kept.set(at, { ending, content: bytes });
    return { sha256, size };
  };

  const blobs: NamedBlob[] = [];
  for (const { name: part, content: bytes } of content.blobs)
    blobs.push({ name: part, ...(await keep(bytes)) });
  // It names the code by its hash: where the code is new, so is the document.
  const fresh = [...kept.values()].some(({ ending }) => ending === "created");
  const document = {
    ...(await keep(jsonContent(content.document), { lockTo, fresh })),
    format: content.format,
  };
  const secrets = content.secrets === undefined ? undefined : await keepSecrets();

  const unsealed: Manifest = {
    format: MANIFEST_FORMAT,
    ...head,
    ...(content.sourceRevisions !== undefined && { sourceRevisions: content.sourceRevisions }),
    ...(content.warnings !== undefined && content.warnings.length > 0 && { warnings: content.warnings }),
    revision: content.revision,
    document,
    blobs,
    ...(secrets !== undefined && { secrets: { ...secrets, cipher: "AES-256-GCM" } }),
  };
  const sealed = sealManifest(unsealed, ports.secret);
  const why = notManifest(sealed);
  // What nobody could read is no point, and whoever signed it would say that it is one.
  if (why !== undefined) throw new Error(`its manifest would be none that is read again: ${why}`);
  const manifest = jsonContent(sealed);
  const point = await keepManifest(ports, key, head, manifest, (text) => warnings.push(text));
  if (ports.copies.length > 0) {
    const shared = [...kept].flatMap(([at, { ending, content: bytes }]) =>
      ending === "present" ? [{ key: at, content: bytes }] : [],
    );
    warnings.push(...(await copyAgain(store, key, shared, lockTo)));
  }
  return { point, newBytes, warnings };

  async function keepSecrets(): Promise<BlobRef> {
    const { keys, local, copies, random } = ports;
    // Made here and not by KMS: what it is bound to, the bytes that it seals, has to be known before it is wrapped.
    const plaintext = random(KEY_SIZE);
    try {
      const sealed = await keep(bytesContent(seal(content.secrets, plaintext, random(12))), { fresh: true });
      const context = keyContext(head.account, head.site, name, sealed.sha256);
      const keepWrap = async (target: CopyTarget, bytes: Uint8Array): Promise<void> => {
        const { site, region, key: by } = target;
        const wrap: Wrap = { site, region, key: by, wrapped: Buffer.from(bytes).toString("base64"), context };
        await ensure(store, wrapKey(name, sealed.sha256, site), jsonContent(wrap), {
          lockUntil,
          fresh: true,
        });
      };
      await keepWrap(local, await keys.wrapFor(local, plaintext, context));
      for (const target of copies) {
        const away = await keys.wrapFor(target, plaintext, context).catch((error: unknown) => {
          warnings.push(
            `${target.site} cannot open the secrets of ${thingName(head)} yet: ${errorText(error)}`,
          );
        });
        if (away !== undefined) await keepWrap(target, away);
      }
      return sealed;
    } finally {
      plaintext.fill(0);
    }
  }
}
