import { websocketApi } from "../../../modules/protectors/websocket-api/protector.ts";
import { arbitraryWebsocketApi } from "../arbitrary-gateway-api.ts";
import { conformingApi } from "./apis.ts";

const LOST = [
  "its id and address, which the result tells",
  "open connections",
  "domain names, certificates, client certificates",
  "what a stage served that was deployed from another state of the API",
];

/** WebSocket APIs, as the suite of kinds takes them. */
export const conforming = conformingApi(websocketApi, arbitraryWebsocketApi, { lost: LOST });
