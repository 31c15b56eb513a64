"""Link a folder of Parquet files on Spark: documents, mentions and places out, as Parquet.

    spark-submit scripts/link_on_spark.py articles/ linked/

Needs the extra ``spark``, and Java. The folders are paths or addresses that every node sees.
"""

import argparse

from enrich import LinkerOptions
from enrich.batches.spark import link_dataframe


def main() -> None:
    """Link once, keep what came out, and write the tables from that."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles")
    parser.add_argument("out")
    given = parser.parse_args()
    from pyspark.sql import SparkSession  # --help wants nothing of it

    spark = SparkSession.builder.appName("enrich").getOrCreate()
    articles = spark.read.parquet(given.articles)
    link_dataframe(articles, LinkerOptions()).write.parquet(f"{given.out}/linked")
    linked = spark.read.parquet(f"{given.out}/linked")
    linked.drop("mentions", "places").write.parquet(f"{given.out}/documents")
    for table in ("mentions", "places"):
        rows = linked.selectExpr("id AS document_id", f"inline({table})")
        rows.write.parquet(f"{given.out}/{table}")
    spark.stop()


if __name__ == "__main__":
    main()
