import type { Json } from "../../contract/json.ts";
import { isArn } from "../../core/arn.ts";
import type { Reference } from "../protector.ts";

/**
 * Every ARN in a document but those of the thing itself (`own`, and what hangs on it), each with its path. `needs` says
 * for a path when it has to be there.
 */
export function referencesIn(
  document: object,
  own: string,
  needs: (path: string, arn: string) => Reference["needs"],
): Reference[] {
  const found: Reference[] = [];
  const walk = (value: Json, path: string): void => {
    if (typeof value === "string") {
      if (isArn(value) && !isOwn(value, own)) found.push({ path, to: value, needs: needs(path, value) });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) walk(item as Json, `${path}[${index}]`);
    } else if (value !== null && typeof value === "object") {
      for (const [key, item] of Object.entries(value)) walk(item, path === "" ? key : `${path}.${key}`);
    }
  };
  walk(document as Json, "");
  return found;
}

function isOwn(arn: string, own: string): boolean {
  return arn === own || arn.startsWith(`${own}:`) || arn.startsWith(`${own}/`);
}
