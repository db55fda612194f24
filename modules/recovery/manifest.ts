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

/**
 * One recovery point. Written last, and never again: when it can be read, everything it names is durable,
 * verified and locked until `expiresAt`. Published as schema/manifest.schema.json.
 */
export interface Manifest {
  readonly format: "zonekeep/1";
  readonly kind: "lambda";
  readonly resource: string;
  readonly arn: string;
  readonly account: string;
  /** The source: a region or an edge zone. */
  readonly site: string;
  readonly region: string;
  readonly run: string;
  readonly policy: string;
  /** The line that asked for it, `policies/orders.yaml:1:1`. */
  readonly because: string;
  readonly capturedAt: string;
  readonly expiresAt: string;
  /** The resource's revision before the first and after the last read: equal, or the point would not exist. */
  readonly revision: { readonly before: string; readonly after: string };
  /** JSON in clear: everything but secrets. */
  readonly document: BlobRef;
  readonly blobs: readonly NamedBlob[];
  /** Encrypted client-side; its data key is wrapped once per site under `wraps/`. Absent: the resource has none. */
  readonly secrets?: BlobRef & { readonly cipher: "AES-256-GCM" };
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
