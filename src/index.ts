import { main } from './main.ts';
import { realHost } from './world/real-host.ts';

const { stage, atCrash } = realHost();
await main(stage, atCrash);
