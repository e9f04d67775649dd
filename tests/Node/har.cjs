// Holds a trace to the schema of HAR 1.2, and to what the network panel of Chromium asks of a file it imports. Prints what is wrong, a line each.
'use strict';
const fs = require('node:fs');
const Ajv = require('ajv');
const schemas = require('har-schema');

const ajv = new Ajv({ schemaId: 'auto', allErrors: true });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-06.json'));
ajv.addSchema(Object.values(schemas));

const har = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const problems = [];
if (!ajv.validate('har.json#', har)) {
  problems.push(...ajv.errors.map(error => `${error.dataPath} ${error.message}`));
}

// As its importer does: a date that is none, or a number that is none, makes it refuse the whole file; a frame that lacks one of these is passed over.
const isNumber = value => !Number.isNaN(Number(value));
har.log.entries.forEach((entry, i) => {
  const numbers = [entry.time, entry.request.headersSize, entry.request.bodySize, entry.response.status, entry.response.headersSize, entry.response.bodySize,
    entry.response.content.size, entry.timings.send, entry.timings.wait, entry.timings.receive];
  if (Number.isNaN(new Date(entry.startedDateTime).getTime())) problems.push(`entry ${i}: no date`);
  if (!numbers.every(isNumber)) problems.push(`entry ${i}: no number`);
  for (const frame of entry._webSocketMessages ?? []) {
    if (!['send', 'receive'].includes(frame.type) || typeof frame.time !== 'number' || typeof frame.opcode !== 'number' || typeof frame.data !== 'string') problems.push(`entry ${i}: a frame that is passed over`);
  }
});

console.log(problems.join('\n'));
