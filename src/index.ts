import { main } from './main.ts';
import { realStage } from './world/stage.ts';

const { stage, atCrash } = realStage();
await main(stage, atCrash);
