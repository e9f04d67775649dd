// Reads a conversation's attachments through the vendor's own SDK: its login, its calls, its paths. Prints JSON.
'use strict';
const crypto = require('node:crypto');
const platform = require('purecloud-platform-client-v2');

const [url, clientId, clientSecret, conversationId] = process.argv.slice(2);

async function main() {
  const place = new URL(url);
  const client = platform.ApiClient.instance;
  client.setGateway({ host: place.hostname, protocol: place.protocol.slice(0, -1), port: Number(place.port) });
  await client.loginClientCredentialsGrant(clientId, clientSecret);
  const conversations = new platform.ConversationsApi();
  const downloads = new platform.DownloadsApi();

  const conversation = await conversations.getConversation(conversationId);
  const details = conversation.participants.flatMap(one => one.messages ?? []).flatMap(leg => leg.messages ?? []);
  const ids = [...new Set(details.map(detail => detail.messageId))];
  const bulk = await conversations.postConversationsMessageMessagesBulk(conversationId, { body: ids });
  const found = [];
  for (const message of bulk.entities) {
    const single = await conversations.getConversationsMessageMessage(conversationId, message.id);
    for (const content of single.normalizedMessage.content ?? []) {
      const attachment = content.attachment;
      const id = new URL(attachment.url).pathname.split('/').pop();
      const place = await downloads.getDownload(id, { issueRedirect: false, redirectToAuth: false });
      const bytes = Buffer.from(await (await fetch(place.url)).arrayBuffer());
      found.push({
        direction: single.direction, name: attachment.filename, mime: attachment.mime, said: attachment.contentSizeBytes, saidHash: attachment.sha256,
        size: bytes.length, sha256: crypto.createHash('sha256').update(bytes).digest('hex'),
      });
    }
  }

  console.log(JSON.stringify(found));
}

main().catch(error => {
  console.error(error.stack ?? JSON.stringify(error));
  process.exit(1);
});
