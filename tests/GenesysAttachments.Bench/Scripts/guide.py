"""The flow of the platform's guides in Python, file by file, with the library that they use. For every line on standard input it sends the
folder's files, and says how many were sent and how many seconds that took."""
import os
import sys
import time

import requests

url, client_id, client_secret, conversation, communication, folder = sys.argv[1:]
token = requests.post(f"{url}oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, client_secret)).json()["access_token"]
org = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
messages = f"{url}api/v2/conversations/messages/{conversation}/communications/{communication}/messages"


def send(path):
    upload = requests.post(f"{messages}/media/uploads", headers=org, json={"fileName": os.path.basename(path), "contentLengthBytes": os.path.getsize(path)}).json()
    with open(path, "rb") as file:
        requests.put(upload["uploadUrl"], headers=upload["uploadHeaders"], data=file).raise_for_status()
    while requests.get(f"{messages}/media/{upload['id']}", headers=org).json()["status"] != "valid":
        pass
    return requests.post(messages, headers=org, json={"mediaIds": [upload["id"]]}).json()["id"]


for _ in sys.stdin:
    started = time.perf_counter()
    sent = [send(entry.path) for entry in os.scandir(folder)]
    print(len(sent), time.perf_counter() - started, flush=True)
