import { _ } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { SCHEMAS, schemaAjv } from "./schema-ajv.ts";

/** The text of a module that answers as `schema-validators.ts` does, without ajv and without compiling at the start. */
export function validatorsCode(): string {
  const ajv = schemaAjv({ source: true, esm: true, formats: _`FORMATS` });
  const files = Object.keys(SCHEMAS);
  const names = Object.fromEntries(files.map((file, i) => [`validate_${i}`, file]));
  const table = Object.entries(names).map(([name, file]) => `${JSON.stringify(file)}: ${name}`);
  return `import { FORMATS } from "./schema-formats.ts";
${standalone.default(ajv, names)}
const validators = { ${table.join(", ")} };
export const validatorOf = (file) => validators[file];
`;
}
