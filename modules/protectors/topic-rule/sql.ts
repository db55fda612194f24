import { isArn } from "../../core/arn.ts";

/** An ARN as a text of the SQL: of a role, a schema, or, where a call of `aws_lambda` stands before it, of a function. */
const QUOTED_ARN = /(\baws_lambda\s*\(\s*)?(["'])(arn:[^"']+)\2/gi;

/** Functions of the SQL that look into something of the region, by its name: of `decode` only that which reads a bucket. */
const READS =
  /\b(get_dynamodb|get_registry_data|get_secret|get_thing_shadow)\s*\(|\b(decode)\s*\([^()]*["']proto["']/gi;

/** An ARN that stands in the SQL. */
export interface ArnInSql {
  readonly arn: string;
  /**
   * Where it stands, of a function that the SQL calls: `settings.sql.aws_lambda[0]`.
   * https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html#iot-func-aws-lambda
   */
  readonly called?: string;
}

/** The SQL with what `now` makes of each ARN in it. */
export function withArnsInSql(sql: string, now: (one: ArnInSql) => string): string {
  let calls = 0;
  return sql.replace(QUOTED_ARN, (whole, call: string | undefined, quote: string, arn: string) => {
    if (!isArn(arn)) return whole;
    const called = call === undefined ? {} : { called: `settings.sql.aws_lambda[${calls++}]` };
    return `${call ?? ""}${quote}${now({ arn, ...called })}${quote}`;
  });
}

/** Every ARN in the SQL, in its order. */
export function arnsInSql(sql: unknown): readonly ArnInSql[] {
  const found: ArnInSql[] = [];
  if (typeof sql === "string")
    withArnsInSql(sql, (one) => {
      found.push(one);
      return one.arn;
    });
  return found;
}

/** Names of the functions by which the SQL looks into something of its region, sorted. */
export function readsInSql(sql: string): readonly string[] {
  const found = [...sql.matchAll(READS)].map(([, reads, decodes]) => (reads ?? decodes ?? "").toLowerCase());
  return [...new Set(found)].sort();
}
