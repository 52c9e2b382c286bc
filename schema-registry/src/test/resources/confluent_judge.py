"""Confluent's own Python client, reading and writing one value of a topic.

  confluent_judge.py decode URL TOPIC   bytes of a value on stdin, its record as JSON on stdout
  confluent_judge.py encode URL TOPIC   a record as JSON on stdin, bytes of a value on stdout

The schema to write with is the newest one that the registry has for the topic.
"""

import datetime
import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext


def plain(value):
    if isinstance(value, datetime.datetime):
        return int(value.timestamp() * 1000)
    raise TypeError(type(value))


def main(what, url, topic):
    registry = SchemaRegistryClient({"url": url})
    context = SerializationContext(topic, MessageField.VALUE)
    if what == "decode":
        record = AvroDeserializer(registry)(sys.stdin.buffer.read(), context)
        json.dump(record, sys.stdout, default=plain)
    else:
        schema = registry.get_latest_version(topic + "-value").schema
        serializer = AvroSerializer(registry, schema.schema_str)
        sys.stdout.buffer.write(serializer(json.load(sys.stdin), context))


main(*sys.argv[1:])
