// What bindings/csharp promises, run with Mono or .NET: args[0] is a folder of our own.
using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using LegacyBridge;

internal static class Test
{
    private static int _failures;

    private static void Check(bool condition, string what)
    {
        if (condition) return;
        Console.WriteLine("failed: " + what);
        _failures++;
    }

    private static void Fails(Status status, string what, Action call)
    {
        try
        {
            call();
            Check(false, what + " throws");
        }
        catch (LegacyBridgeException error)
        {
            Check(error.Status == status, what + ": " + error.Status);
            Check(error.Message.Length > 5, what + " has a message");
        }
    }

    private static void Texts()
    {
        using (var converter = new Converter("Target=RichEdit;BodyFont=Arial"))
        {
            const string markdown = "# Title\n\nK\u00E4se *text* \U0001F642 \u20AC\n";
            string rtf = converter.MarkdownToRtf(markdown);
            Check(rtf.StartsWith("{\\rtf", StringComparison.Ordinal) && rtf.Contains("Arial"), "RTF");
            Check(converter.RtfToMarkdown(rtf) == markdown, "there and back");
            Check(converter.Convert(Format.Detect, Format.Markdown, rtf) == markdown, "detected");
            Check(converter.Report() == "[]", "nothing lost");
            byte[] bytes = Encoding.UTF8.GetBytes(markdown);
            byte[] back = converter.Convert(Format.Rtf, Format.Markdown,
                converter.Convert(Format.Markdown, Format.Rtf, bytes));
            Check(Encoding.UTF8.GetString(back) == markdown, "bytes there and back");
            Check(converter.Convert(Format.Markdown, Format.Text, "") == "", "nothing gives nothing");
            Check(converter.Convert(Format.Markdown, Format.Text, new byte[0]).Length == 0, "no bytes");
            Check(converter.MarkdownToRtf("a\0b").Contains("b"), "a NUL does not end a text");
            converter.RtfToMarkdown("{\\rtf1{\\header a}b}");
            Check(converter.Report().Contains("header_footer"), "a loss is reported");
            var buffer = new byte[4];
            int needed = converter.ConvertInto(Format.Markdown, Format.Rtf, bytes, buffer);
            Check(needed > 4, "a buffer that is too small");
            buffer = new byte[needed + 1];
            Check(converter.ConvertInto(Format.Markdown, Format.Rtf, bytes, buffer) == needed, "its length");
            Check(Encoding.ASCII.GetString(buffer, 0, needed) == rtf, "and its contents");
            Check(Library.Statistics.LiveHandles == 1, "one converter");
        }
        Check(Library.Statistics.LiveHandles == 0, "disposed of");
    }

    private static void Columns()
    {
        using (var converter = new Converter("MaxInput=10"))
        {
            var rows = new[] { Encoding.UTF8.GetBytes("*a*"), null, new byte[0], new byte[11] };
            Column column = converter.ConvertColumn(Format.Markdown, Format.Text, rows, 2);
            Check(Encoding.UTF8.GetString(column.Rows[0]) == "a\n", "a row");
            Check(column.Rows[1] == null && column.Statuses[1] == (int)Row.Null, "a null row");
            Check(column.Rows[2].Length == 0 && column.Statuses[2] == 0, "an empty row");
            Check(column.Rows[3] == null && column.Statuses[3] == (int)Status.LimitReached, "a row too large");
            Check(column.Reports[0].Contains("font") && column.Reports[1] == "[]", "reports of rows");
            Check(column.Reports[3].Contains("MaxInput"), "why a row failed");
            Check(converter.ConvertColumn(Format.Markdown, Format.Text, new byte[0][]).Rows.Length == 0, "no rows");
        }
        Check(Library.Statistics.OutstandingOutputs == 0, "columns are given back");
    }

    private static void Letters()
    {
        const string letter = "Dear {{name}},\n\n| what | price |\n|---|--:|\n| {{#rows}}{{what}} | {{price}}{{/rows}} |\n";
        const string values = "{\"name\":\"\U0001F642 *x*\",\"rows\":[{\"what\":\"a\",\"price\":1},{\"what\":\"b\",\"price\":2}]}";
        const string filled = "Dear \U0001F642 *x*,\n\nwhat\tprice\na\t1\nb\t2\n";
        using (var converter = new Converter("Images=Skip"))
        {
            Check(converter.Fill(Format.Markdown, Format.Text, letter, values) == filled, "a letter in a string");
            byte[] bytes = Encoding.UTF8.GetBytes(letter);
            Check(Encoding.UTF8.GetString(converter.Fill(Format.Markdown, Format.Text, bytes, values)) == filled, "in bytes");
            byte[] rtf = Encoding.ASCII.GetBytes("{\\rtf1\\ansi\\ansicpg1251 \\'e4 {\\field{\\*\\fldinst MERGEFIELD name}{\\fldrslt x}}}");
            Check(Encoding.UTF8.GetString(converter.Fill(Format.Rtf, Format.Text, rtf, values, out string none))
                == "\u0434 \U0001F642 *x*\n" && none == "[]", "merge fields of a file");
            string empty = converter.Fill(Format.Markdown, Format.Text, "a{{b}}", "{}", out string lost);
            Check(empty == "a\n" && lost.Contains("\"field\""), "a name without a value is reported");
            converter.Fill(Format.Markdown, Format.Text, Encoding.ASCII.GetBytes("{{b}}"), "{}", out lost);
            Check(lost.Contains("\"field\""), "and of bytes");
            Fails(Status.BadArgument, "values that are no object",
                () => converter.Fill(Format.Markdown, Format.Text, letter, "[]"));
            Fails(Status.BadArgument, "and no JSON", () => converter.Fill(Format.Markdown, Format.Text, bytes, "name=x"));
            Fails(Status.BadUtf16, "half a pair in values", () => converter.Fill(Format.Markdown, Format.Text, letter, "\uD83D"));
            const string sound = "{\"valid\":true,\"format\":\"markdown\",\"findings\":[]}";
            Check(converter.Check(Format.Markdown, "# a\n") == sound, "a sound string");
            Check(converter.Check(Format.Markdown, Encoding.ASCII.GetBytes("# a\n")) == sound, "sound bytes");
            string found = converter.Check(Format.Detect, "{\\rtf1 a}}");
            Check(found.Contains("\"stray_brace\"") && found.Contains("\"offset\":18,"), "a string that is not: " + found);
            found = converter.Check(Format.Detect, Encoding.ASCII.GetBytes("{\\rtf1 a}}"));
            Check(found.Contains("\"stray_brace\"") && found.Contains("\"offset\":9,"), "bytes that are not: " + found);
            Fails(Status.BadArgument, "a check of no format", () => converter.Check((Format)99, "x"));
        }
        using (var strict = new Converter("Strict=field"))
        {
            try
            {
                strict.Fill(Format.Markdown, Format.Text, "{{b}}", "{}");
                Check(false, "a name without a value throws");
            }
            catch (LegacyBridgeException error)
            {
                Check(error.Status == Status.Loss && error.Report.Contains("\"field\""), "and says which kind");
            }
        }
    }

    private static void Log()
    {
        var heard = new List<string>();
        Library.SetLog((level, message) => heard.Add(level + " " + message), LogLevel.Error);
        Fails(Status.BadOption, "a bad option", () => new Converter("Colour=red"));
        Library.SetLog(null);
        Fails(Status.BadOption, "a bad option again", () => new Converter("Colour=red"));
        Check(heard.Count == 1 && heard[0].StartsWith("Error BAD_OPTION: ", StringComparison.Ordinal), "the log");
    }

    private static void Pieces()
    {
        using (var stream = new MarkdownStream("BodyFont=Arial"))
        using (var converter = new Converter("Target=RichEdit;BodyFont=Arial"))
        {
            stream.Interval = 0;
            const string markdown = "Some **bold \U0001F642** and [a link](http://a.example).\n\n| a |\n|---|\n| 1 |\n";
            string text = "";
            foreach (char piece in markdown)
            {
                Check(stream.Add(piece.ToString()), "each piece is shown");
                text = converter.Convert(Format.Rtf, Format.Text, stream.Rtf());
                Check(!text.Contains("*") && !text.Contains("["), "no mark is seen in " + text);
            }
            Check(text.Contains("1"), "the row is there");
            Check(stream.Finish() == converter.MarkdownToRtf(markdown), "the end is the whole text");
            Check(stream.Markdown == markdown, "what has arrived");
            stream.Clear();
            stream.Interval = 60000;
            Check(stream.Add("**") && !stream.Add("b"), "not before its time");
            Check(stream.Finish() == converter.MarkdownToRtf("**b"), "marks that stay open are text");
        }
        Check(Library.Statistics.LiveHandles == 0, "both converters are given back");
        Fails(Status.BadOption, "a bad option of a stream", () => new MarkdownStream("Colour=red"));
        Check(Library.Statistics.LiveHandles == 0, "and with a bad option too");
    }

    private static void Errors()
    {
        Fails(Status.BadOption, "a bad option", () => new Converter("Colour=red"));
        using (var converter = new Converter())
        {
            Fails(Status.BadUtf16, "half a pair", () => converter.MarkdownToRtf("\uD83D"));
            Fails(Status.BadEncoding, "bad UTF-8",
                () => converter.Convert(Format.Markdown, Format.Rtf, new byte[] { 255 }));
            Fails(Status.Io, "a missing file",
                () => converter.ConvertFile(Format.Rtf, Format.Markdown, "no such file", "x"));
            Fails(Status.NullPointer, "no path",
                () => converter.ConvertFile(Format.Rtf, Format.Markdown, null, "x"));
        }
        using (var strict = new Converter("Strict=hidden_text;Timeout=60000"))
        {
            const string rtf = "{\\rtf1 a{\\v b}}";
            Fails(Status.Loss, "a loss", () => strict.RtfToMarkdown(rtf));
            try
            {
                strict.Convert(Format.Rtf, Format.Text, Encoding.ASCII.GetBytes(rtf), out string _);
                Check(false, "a loss throws");
            }
            catch (LegacyBridgeException error)
            {
                Check(error.Report.Contains("hidden_text"), "and has the report");
                Check(Library.LastErrorJson().Contains("\"name\":\"LOSS\""), "JSON of an error");
            }
            strict.Cancel();
            Check(strict.Convert(Format.Rtf, Format.Text, "{\\rtf1 a}", out string none) == "a\n", "no loss");
            Check(none == "[]", "nothing lost");
        }
        using (var lenient = new Converter())
        {
            byte[] text = lenient.Convert(Format.Rtf, Format.Text, Encoding.ASCII.GetBytes("{\\rtf1 {\\v b}}"),
                out string lost);
            Check(text.Length == 0 && lost.Contains("hidden_text"), "a report of the call");
        }
        Check(Library.StatusText(Status.Timeout).Contains("Timeout"), "words of a status");
        var builtIn = new Converter();
        builtIn.Dispose();
        try
        {
            builtIn.MarkdownToRtf("x");
            Check(false, "a closed built-in converter throws");
        }
        catch (ObjectDisposedException)
        {
        }
        var gone = new Converter("Target=Word");
        gone.Dispose();
        gone.Dispose();
        try
        {
            gone.MarkdownToRtf("x");
            Check(false, "a disposed converter throws");
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static void Files(string folder)
    {
        Func<string, string> Name = name => Path.Combine(folder, name);
        File.WriteAllText(Name("in \u00E4.md"), "# Title\n");
        using (var converter = new Converter())
        {
            converter.ConvertFile(Format.Markdown, Format.Rtf, Name("in \u00E4.md"), Name("out.rtf"));
            converter.ConvertFile(Format.Rtf, Format.Markdown, Name("out.rtf"), Name("back.md"));
            Check(File.ReadAllText(Name("back.md")) == "# Title\n", "files there and back");

            var files = new List<KeyValuePair<string, string>>
            {
                new KeyValuePair<string, string>(Name("in \u00E4.md"), Name("listed.rtf")),
                new KeyValuePair<string, string>(Name("missing.md"), Name("missing.rtf"))
            };
            using (var batch = new Batch(converter, Format.Markdown, Format.Rtf, files, "Workers=2"))
            {
                Check(batch.Wait(), "the job ends");
                BatchStatus status = batch.Status;
                Check(status.State == (int)BatchState.Finished, "it is finished");
                Check(status.Total == 2 && status.Converted == 1 && status.Failed == 1, "its figures");
                Check(batch.Result(1).Status == (int)Status.Io, "a missing file");
                Check(batch.Text(0, BatchPart.Input) == Name("in \u00E4.md"), "a name");
                Check(batch.Text(1, BatchPart.Message).Length > 0, "a message");
                Check(batch.Report().Contains("\"state\":\"finished\""), "the report");
            }
            using (var batch = new Batch(converter, Format.Markdown, Format.Text, folder, Name("texts")))
            {
                batch.Cancel();
                Check(batch.Wait(), "a cancelled job ends");
            }
        }
    }

    // Collected converters go back too, also while others work.
    private static void Threads()
    {
        var threads = new List<Thread>();
        for (int t = 0; t < 4; t++)
        {
            var thread = new Thread(() =>
            {
                for (int i = 0; i < 50; i++)
                {
                    var converter = new Converter("Target=RichEdit");
                    if (converter.RtfToMarkdown(converter.MarkdownToRtf("*a*")) != "*a*\n")
                        Interlocked.Increment(ref _failures);
                    if (i % 2 == 0) converter.Dispose();
                }
            });
            threads.Add(thread);
            thread.Start();
        }
        foreach (Thread thread in threads) thread.Join();
        for (int i = 0; i < 100 && Library.Statistics.LiveHandles > 8; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(10);
        }
        Check(Library.Statistics.LiveHandles <= 8, "converters are collected");
    }

    /// <summary>What another application domain does.</summary>
    private sealed class Guest : MarshalByRefObject
    {
        private Converter _kept;

        public string Convert()
        {
            _kept = new Converter("Images=Skip");
            return _kept.Convert(Format.Markdown, Format.Text, "*a*");
        }
    }

    /// <summary>A domain that ends leaves the others what they have.</summary>
    private static void Domains()
    {
        using (var converter = new Converter("Images=Skip"))
        {
            AppDomain other = AppDomain.CreateDomain("other");
            var guest = (Guest)other.CreateInstanceAndUnwrap(typeof(Guest).Assembly.FullName, typeof(Guest).FullName);
            Check(guest.Convert() == "a\n", "a converter of another domain");
            AppDomain.Unload(other);
            Check(converter.Convert(Format.Markdown, Format.Text, "*a*") == "a\n", "one of this domain lives on");
        }
        Library.Startup();
        using (var converter = new Converter("Images=Skip"))
        {
            Library.Shutdown();
            Check(converter.Convert(Format.Markdown, Format.Text, "*a*") == "a\n", "one part of two has ended");
        }
    }

    private static int Main(string[] args)
    {
        Texts();
        Domains();
        Columns();
        Letters();
        Log();
        Pieces();
        Errors();
        Files(args[0]);
        Threads();
        Check(Library.Version.Split('.').Length == 3, "the version");
        Check(Library.Metrics().Contains("legacybridge_memory_bytes"), "metrics");
        Check(Library.Statistics.OutstandingOutputs == 0, "no output is left");
        Check(Library.Statistics.IgnoredFrees == 0, "nothing is freed twice");
        Library.Shutdown();
        Check(Library.Statistics.MemoryInUse == 0, "nothing is held after a shutdown");
        Console.WriteLine(_failures + " failures");
        return _failures == 0 ? 0 : 1;
    }
}
