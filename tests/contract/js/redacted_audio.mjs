// Fetch a redacted recording as people do with the JavaScript SDK; prints what it got as JSON.
// Usage: node redacted_audio.mjs BASE_URL KEY RECORDING OPTIONS FILE

import { writeFile } from "node:fs/promises";
import { AssemblyAI } from "assemblyai";

const [baseUrl, apiKey, recording, options, file] = process.argv.slice(2);
const client = new AssemblyAI({ baseUrl, apiKey });

const { id } = await client.transcripts.transcribe({ audio: recording, ...JSON.parse(options) }, { pollingInterval: 300 });
const { status, redacted_audio_url } = await client.transcripts.redactedAudio(id);
const response = await client.transcripts.redactedAudioFile(id);
await writeFile(file, Buffer.from(await response.arrayBuffer()));
console.log(JSON.stringify({ id, status, redacted_audio_url }));
