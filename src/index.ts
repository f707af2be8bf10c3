import { main } from './main.ts';
import { realHost } from './world/real-host.ts';

const { host, atCrash } = realHost();
await main(host, atCrash);
