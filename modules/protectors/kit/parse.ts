import { Ajv, type ErrorObject, type SchemaObject } from "ajv";
import { FormError } from "../protector.ts";

/** Checks values by a JSON schema, compiled when first used. `what` begins the error: `the document of a queue`. */
export function parserOf<T>(schema: SchemaObject, what: string): (value: unknown) => T {
  let check: ((value: unknown) => value is T) & { errors?: ErrorObject[] | null };
  return (value) => {
    check ??= new Ajv({ allErrors: false, strictTypes: false }).compile<T>(schema);
    if (check(value)) return value;
    throw new FormError(`${what} cannot be read: ${describe(check.errors?.[0])}`);
  };
}

/** Where and why; never the value, which may be a secret. */
function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "it does not match its schema";
  const { instancePath, message, keyword } = error;
  return `${instancePath === "" ? "it" : instancePath} ${message ?? keyword}`;
}
