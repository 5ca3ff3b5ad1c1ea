// Stands in the head and runs before anything is drawn, so that no wrong colour or size flashes.
import { wear } from "./wearing.js";

document.documentElement.dataset.scripted = "";
wear();
