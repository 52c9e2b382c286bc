"""Reads a topic with Confluent's own Python client: one JSON object a line for each record.

  read_events.py BOOTSTRAP REGISTRY TOPIC COUNT [READER_SCHEMA_FILE]

Ends after COUNT committed records, or with exit code 1 when they do not come within a minute.
"""

import datetime
import json
import sys
import time

from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

PATIENCE_SECONDS = 60


def plain(value):
    if isinstance(value, datetime.datetime):
        return round(value.timestamp() * 1000)
    raise TypeError(type(value))


def main(bootstrap, url, topic, count, reader=None):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "somebody-elses",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
        }
    )
    partitions = consumer.list_topics(topic, timeout=30).topics[topic].partitions
    consumer.assign([TopicPartition(topic, partition, 0) for partition in partitions])
    schema = open(reader, encoding="utf-8").read() if reader else None
    deserializer = AvroDeserializer(SchemaRegistryClient({"url": url}), schema)
    context = SerializationContext(topic, MessageField.VALUE)
    left, deadline = int(count), time.monotonic() + PATIENCE_SECONDS
    while left > 0 and time.monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise RuntimeError(message.error())
        json.dump(
            {
                "partition": message.partition(),
                "offset": message.offset(),
                "record": deserializer(message.value(), context),
            },
            sys.stdout,
            default=plain,
        )
        sys.stdout.write("\n")
        left -= 1
    consumer.close()
    return 1 if left else 0


sys.exit(main(*sys.argv[1:]))
