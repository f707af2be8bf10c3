import { main } from './main.ts';
import { realStage } from './world/stage.ts';

await main(realStage());
