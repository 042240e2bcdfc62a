// Transcribe with tasks of speech_understanding as people do with the JavaScript SDK; prints the transcript as JSON.
// Usage: node understanding.mjs BASE_URL KEY RECORDING OPTIONS

import { AssemblyAI } from "assemblyai";

const [baseUrl, apiKey, recording, options] = process.argv.slice(2);
const client = new AssemblyAI({ baseUrl, apiKey });
const transcript = await client.transcripts.transcribe({ audio: recording, ...JSON.parse(options) }, { pollingInterval: 300 });
console.log(JSON.stringify(transcript));
