// By which lines the voices of a room go: from browser to browser, or by the media server of the house.
import { Mesh } from "./mesh.js";
import { Sfu } from "./sfu.js";

export const lines = (told, ways) => (told.media.by === "janus" ? new Sfu(told, ways) : new Mesh(told, ways));
