import { ACCOUNT, queueArn } from "../regions.ts";

/** The region in which the application is deleted, and comes back. */
export const HOME = "us-east-1";

/** The functions of the shop, by what brings them events. */
export const SHOP = {
  orders: "shop-orders",
  shipping: "shop-shipping",
  trends: "shop-trends",
  refunds: "shop-refunds",
  chat: "shop-chat",
} as const;

export const TABLE = "shop-orders";
export const CLICKS = "shop-clicks";
/** A queue, and the pipe from it. */
export const REFUNDS = "shop-refunds";
export const REPLIES = "shop-replies";
/** Names of the APIs: their ids are drawn when they are made. */
export const APIS = { http: "shop", sockets: "shop-chat" } as const;
/** The stage of the WebSocket API. */
export const STAGE = "live";
/** Name of the REST API, of its usage plan, and of the key of that. */
export const PARTNERS = "shop-partners";
export const PARTNERS_STAGE = "v1";

export const shopFunctionArn = (name: string): string => `arn:aws:lambda:${HOME}:${ACCOUNT}:function:${name}`;
export const shopRoleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const shopQueueArn = (name: string): string => queueArn(HOME, name);
export const apiHost = (api: string): string => `${api}.execute-api.${HOME}.amazonaws.com`;
