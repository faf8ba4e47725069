"""Columns of Spark's, converted on the executors, a batch of Arrow's at a time.

    from legacybridge import spark
    frame = spark.convert(frame, "note", report=True)
    frame = frame.withColumn("markdown", spark.to_markdown(frame["note"]))

In       a column of strings or binaries.
Errors   a row that fails is NULL and never ends the job; with ``report`` it says why.
Limits   as many rows at once as ``spark.sql.execution.arrow.maxRecordsPerBatch`` says.

The package has to be where the executors' Python is: in their image, or sent with ``--archives``.
"""

from typing import Any, Iterator, Optional

from . import Format

__all__ = ["convert", "to_markdown"]


def convert(
    frame: Any,
    column: str,
    source: Format = Format.RTF,
    target: Format = Format.MARKDOWN,
    options: Optional[str] = None,
    report: bool = False,
    output: Optional[str] = None,
) -> Any:
    """Gives the data frame with one more column, ``output`` (the target's name, if not said).

    With ``report`` there are two more, ``output`` with ``_status`` and with ``_losses`` behind it:
    0, 1 (NULL) or the error's number, and JSON of what could not be kept, ``{"error": "..."}`` of
    a row that failed.
    """
    from pyspark.sql.types import (  # type: ignore[import-not-found,import-untyped,unused-ignore]
        IntegerType, StringType, StructField, StructType,
    )

    name = output or Format(target).name.lower()
    fields = [StructField(name, StringType())]
    if report:
        fields += [StructField(name + "_status", IntegerType()), StructField(name + "_losses", StringType())]
    names = [field.name for field in fields]
    taken = sorted(set(names) & set(frame.columns))
    if taken:
        raise ValueError(f"the data frame has {', '.join(taken)} already: give another output")
    if options and "codepage" in options.lower():
        raise ValueError("text of Spark's is UTF-8: CodePage can't be set")
    start, end = int(source), int(target)

    def batches(parts: Iterator[Any]) -> Iterator[Any]:
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

        from legacybridge import Format, arrow

        for part in parts:
            made = arrow.convert(
                part.column(part.schema.get_field_index(column)), Format(start), Format(end), options, report=report)
            columns = list(part.columns) + (made.flatten() if report else [made])
            yield pyarrow.RecordBatch.from_arrays(columns, names=list(part.schema.names) + names)

    if column not in frame.columns:
        raise ValueError(f"the data frame has no column {column}")
    return frame.mapInArrow(batches, StructType(list(frame.schema.fields) + fields))


def to_markdown(column: Any, options: Optional[str] = None, source: Format = Format.RTF) -> Any:
    """A column of Markdown made of a column of RTF: a user-defined function over whole batches.

    It goes by way of pandas, which costs a copy; ``convert`` does not.
    """
    from pyspark.sql import functions  # type: ignore[import-not-found,import-untyped,unused-ignore]

    start = int(source)

    def batch(rows):  # type: ignore[no-untyped-def]
        import pandas  # type: ignore[import-not-found,import-untyped,unused-ignore]
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]

        from legacybridge import Format, arrow

        made = arrow.to_markdown(pyarrow.array(rows, from_pandas=True), options, source=Format(start))
        return pandas.Series(made.to_pylist(), dtype=object)

    # Said here, and not as types: both packages are needed on executors only.
    import pandas

    batch.__annotations__ = {"rows": pandas.Series, "return": pandas.Series}
    made: Any = functions
    return made.pandas_udf(batch, "string")(column)
