import type { CaptureScope } from "../contract/events.ts";
import type { KeptRecords } from "../contract/records.ts";
import type { SourceRevisions } from "../contract/source-revision.ts";

/** One object a point is made of, named by what it holds: any version whose bytes match will do. */
export interface BlobRef {
  /** SHA-256, 64 hex digits. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** A blob and its part in the point, such as `code/$LATEST`, `code/3` or `layer/<arn>`. */
export interface NamedBlob extends BlobRef {
  readonly name: string;
}

interface RelatedThing {
  readonly kind: string;
  readonly id: string;
  readonly arn: string;
}

/** Of the manifest itself. */
export const MANIFEST_FORMAT = "zonekeep/1";

/**
 * One recovery point. Written last, and never again: when it can be read, everything it names is durable,
 * verified and locked until `expiresAt`. Published as schema/manifest.schema.json.
 */
export interface Manifest {
  readonly format: typeof MANIFEST_FORMAT;
  /** Also one that this version does not know: its bytes can be verified, and not restored. */
  readonly kind: string;
  readonly id: string;
  /** What people call it; the id, where the kind has no other name. */
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  /** The source: a region or an edge zone. */
  readonly site: string;
  readonly region: string;
  readonly run: string;
  readonly policy: string;
  /** What asked for it: `policy orders`; of points of before the line, `policies/orders.yaml:1:1`. */
  readonly because: string;
  readonly capturedAt: string;
  readonly expiresAt: string;
  /**
   * What the same run captured as points of their own because it belongs to this one: it brings events to it, or is
   * needed by it. Sorted by kind, then id.
   */
  readonly related: readonly RelatedThing[];
  /** How much of it the policy kept then. Absent: a point of an older zonekeep. */
  readonly protect?: CaptureScope;
  /** What of a stream's records, or an archive's events, it holds, in the blobs below `records/`. Absent: none. */
  readonly records?: KeptRecords;
  /** Of versions that said it by the estate's rule, the revision of their source. Absent: of none. */
  readonly sourceRevisions?: SourceRevisions;
  /** What a person must know although the point stands, as its capture said it. Absent: nothing. */
  readonly warnings?: readonly string[];
  /** The thing's revision before the first and after the last read: equal, or the point would not exist. */
  readonly revision: { readonly before: string; readonly after: string };
  /** JSON in clear: everything but secrets. `format` is the number that its kind gave to the document's form. */
  readonly document: BlobRef & { readonly format: number };
  readonly blobs: readonly NamedBlob[];
  /** Encrypted client-side; its data key is wrapped once per site under `wraps/`. Absent: the thing has none. */
  readonly secrets?: BlobRef & { readonly cipher: "AES-256-GCM" };
  /**
   * HMAC-SHA256 of all the rest under the secret of the run: by it another attempt of the run knows its own. It proves
   * nothing later: that does the signature of the run. Absent: the run had no secret.
   */
  readonly seal?: string;
}

/** The data key of a point's secrets, encrypted by one site's KMS key. */
export interface Wrap {
  readonly site: string;
  readonly region: string;
  readonly key: string;
  /** Base64. */
  readonly wrapped: string;
  readonly context: Readonly<Record<string, string>>;
}
