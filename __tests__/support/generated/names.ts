import { ACCOUNT } from "../seed-function.ts";

export const functionName = (at: number): string => `fn-${at}`;
export const bucketName = (at: number): string => `bucket-${at}`;
export const tableName = (at: number): string => `table-${at}`;
/** As AWS draws it, with the region in front. */
export const poolId = (at: number, region: string): string => `${region}_shop${at}`;
export const machineName = (at: number): string => `machine-${at}`;
/** Of the one listener of a region. */
export const listenerArn = (region: string): string =>
  `arn:aws:elasticloadbalancing:${region}:${ACCOUNT}:listener/app/shop/50dc6c495c0c9188/f2f7dc8efc522ab2`;

/** Of functions and of machines. */
export const ALIAS = "live";
/** Of whatever calls without being let in by a policy. */
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/caller`;
