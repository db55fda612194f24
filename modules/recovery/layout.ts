/** Where things lie below a source's prefix (`<account>/<site>/`). The layout is a contract: `aws s3 ls` shows it. */

export function sourcePrefix(account: string, site: string): string {
  return `${account}/${site}/`;
}

/** Content-addressed bytes: code, layers, documents. `hash` is 64 hex digits. */
export function blobKey(prefix: string, hash: string): string {
  return `${prefix}blobs/sha256/${hash.slice(0, 2)}/${hash}`;
}

/** Manifest of one recovery point. Run ids begin with the UTC time, so keys sort by age. */
export function pointKey(prefix: string, kind: string, resource: string, run: string): string {
  return `${prefix}points/${kind}/${resource}/${run}.json`;
}

export function pointsPrefix(prefix: string, kind?: string, resource?: string): string {
  const parts = [kind, resource].filter((part) => part !== undefined);
  return `${prefix}points/${parts.map((part) => `${part}/`).join("")}`;
}

/** The data key of a point's secrets, wrapped for one site. */
export function wrapKey(prefix: string, kind: string, resource: string, run: string, site: string): string {
  return `${prefix}wraps/${kind}/${resource}/${run}/${site}.json`;
}

export function runKey(prefix: string, policy: string, run: string): string {
  return `${prefix}runs/${policy}/${run}.json`;
}
