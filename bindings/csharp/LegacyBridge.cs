// LegacyBridge for .NET: RTF, Markdown and plain text into each other.
//
//     using (var converter = new Converter("Target=RichEdit"))
//         richTextBox.Rtf = converter.MarkdownToRtf("# Hello");
//
// Text     string is UTF-16 and keeps every character; byte[] is UTF-8 (or what the option CodePage
//          says) and RTF.
// Errors   LegacyBridgeException, which has the Status and the library's message.
// Threads  one converter may be used by many threads at once.
// C#       version 7, as Visual Studio 2017 has it.

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;

namespace LegacyBridge
{
    /// <summary>What a text is. Detect is for inputs only.</summary>
    public enum Format
    {
        /// <summary>RTF, HTML or JSON if it begins like that, else what the option Otherwise says.</summary>
        Detect = 0,
        /// <summary>CommonMark with the extensions that the options switch on.</summary>
        Markdown = 1,
        /// <summary>Rich Text Format.</summary>
        Rtf = 2,
        /// <summary>Plain text.</summary>
        Text = 3,
        /// <summary>HTML: pages, parts of them, and the clipboard's HTML Format.</summary>
        Html = 4,
        /// <summary>CSV: tables as lines of cells.</summary>
        Csv = 5,
        /// <summary>pandoc's document tree, always in UTF-8.</summary>
        Json = 6
    }

    /// <summary>The library's statuses, as legacybridge.h tells them.</summary>
    public enum Status
    {
#pragma warning disable 1591
        Ok = 0,
        NullPointer = -1,
        BadHandle = -2,
        BadOption = -3,
        BadArgument = -4,
        BadEncoding = -5,
        BadUtf16 = -6,
        LimitReached = -7,
        MemoryLimit = -8,
        Busy = -9,
        BufferTooSmall = -10,
        Io = -11,
        Cancelled = -12,
        Internal = -13,
        Loss = -14,
        Timeout = -15
#pragma warning restore 1591
    }

    /// <summary>The state of a batch job; Finished and Cancelled are over.</summary>
    public enum BatchState
    {
#pragma warning disable 1591
        Listing = 1,
        Running = 2,
        Cancelling = 3,
        Finished = 4,
        Cancelled = 5
#pragma warning restore 1591
    }

    /// <summary>The status of a file of a batch job that is greater than 0.</summary>
    public enum BatchFile
    {
#pragma warning disable 1591
        Waiting = 1,
        Converting = 2,
        Skipped = 3
#pragma warning restore 1591
    }

    /// <summary>The status of a row of a column that is greater than 0.</summary>
    public enum Row
    {
#pragma warning disable 1591
        Null = 1
#pragma warning restore 1591
    }

    /// <summary>How much a message of the log matters.</summary>
    public enum LogLevel
    {
#pragma warning disable 1591
        Error = 1,
        Warning = 2,
        Information = 3,
        Trace = 4
#pragma warning restore 1591
    }

    /// <summary>The texts of a file of a batch job.</summary>
    public enum BatchPart
    {
#pragma warning disable 1591
        Input = 1,
        Output = 2,
        Message = 3,
        Losses = 4
#pragma warning restore 1591
    }

    /// <summary>A call that failed; the message is the library's.</summary>
    public sealed class LegacyBridgeException : Exception
    {
        internal LegacyBridgeException(int status, string message, string report) : base(message)
        {
            Status = (Status)status;
            Report = report;
        }

        /// <summary>What kind of error it is.</summary>
        public Status Status { get; }

        /// <summary>What the call could not keep until it failed, as JSON; null for calls without a report.</summary>
        public string Report { get; }
    }

    /// <summary>A converter's or a job's number, which goes back to the library once.</summary>
    internal sealed class NumberHandle : SafeHandle
    {
        private readonly bool _isJob;

        internal NumberHandle(int number, bool isJob) : base(IntPtr.Zero, true)
        {
            _isJob = isJob;
            SetHandle(new IntPtr(number));
        }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            int number = handle.ToInt32();
            // After a shutdown the number is stale: that is no fault.
            if (_isJob) NativeMethods.legacybridge_batch_free(number);
            else NativeMethods.legacybridge_destroy(number);
            return true;
        }

        /// <summary>Calls the library while the handle can't be given back by another thread.</summary>
        internal T With<T>(Func<int, T> call)
        {
            bool held = false;
            try
            {
                // The built-in converter's 0 is never given back, and still closed when it is disposed of.
                if (IsClosed) throw new ObjectDisposedException(_isJob ? nameof(Batch) : nameof(Converter));
                if (!IsInvalid) DangerousAddRef(ref held);
                return call(handle.ToInt32());
            }
            finally
            {
                if (held) DangerousRelease();
            }
        }
    }

    /// <summary>What belongs to the whole library.</summary>
    public static class Library
    {
        /// <summary>The library's version, such as "0.1.0".</summary>
        public static string Version => Marshal.PtrToStringAnsi(NativeMethods.legacybridge_version());

        /// <summary>What the library holds and has done.</summary>
        public static Statistics Statistics
        {
            get
            {
                var stats = new Statistics { StructSize = Marshal.SizeOf(typeof(Statistics)) };
                Check(NativeMethods.legacybridge_stats(ref stats));
                return stats;
            }
        }

        /// <summary>The figures in the Prometheus text format.</summary>
        public static string Metrics()
        {
            Check(NativeMethods.legacybridge_metrics(out OutputHandle text, out int length));
            return Utf8(text, length);
        }

        /// <summary>What a status means, in English words.</summary>
        public static string StatusText(Status status) =>
            Marshal.PtrToStringAnsi(NativeMethods.legacybridge_status_text((int)status));

        /// <summary>The last error of this thread as JSON: status, name, message, offset.</summary>
        public static string LastErrorJson()
        {
            var json = new byte[NativeMethods.legacybridge_last_error_json(null, 0) + 1];
            NativeMethods.legacybridge_last_error_json(json, json.Length);
            return Encoding.ASCII.GetString(json, 0, json.Length - 1);
        }

        private static LogCallback _log;

        /// <summary>
        /// Has a function told what the library says, at the end of calls and in the thread that called; null:
        /// no more.
        /// </summary>
        public static void SetLog(Action<LogLevel, string> listen, LogLevel level = LogLevel.Warning)
        {
            LogCallback callback = null;
            if (listen != null)
                callback = (kind, message) =>
                {
                    int length = 0;
                    while (Marshal.ReadByte(message, length) != 0) length++;
                    var bytes = new byte[length];
                    Marshal.Copy(message, bytes, 0, length);
                    listen((LogLevel)kind, Encoding.UTF8.GetString(bytes));
                };
            Check(NativeMethods.legacybridge_set_log(callback, (int)level));
            // Each is kept for as long as the library may call it.
            GC.KeepAlive(_log);
            _log = callback;
        }

        private static int _counted;

        /// <summary>
        /// Counts one more part of a program that uses the library; see legacybridge_startup. The assembly
        /// counts itself, once in each application domain.
        /// </summary>
        public static void Startup()
        {
            Check(NativeMethods.legacybridge_startup());
            Interlocked.Increment(ref _counted);
        }

        /// <summary>
        /// Counts one part less; the last one gives back everything that the library holds, and objects made
        /// before are useless then. At the end of the program it need not be called.
        /// </summary>
        public static void Shutdown()
        {
            Check(NativeMethods.legacybridge_shutdown());
            if (Interlocked.Decrement(ref _counted) < 0) Interlocked.Increment(ref _counted);
        }

        /// <summary>The assembly has counted itself, and counts back where its domain ends before the process.</summary>
        internal static void Counted()
        {
            Interlocked.Increment(ref _counted);
            AppDomain.CurrentDomain.DomainUnload += Unload;
        }

        private static void Unload(object sender, EventArgs arguments)
        {
            while (Volatile.Read(ref _counted) > 0) Shutdown();
        }

        internal static void Check(int status, string report = null)
        {
            if (status >= 0) return;
            var message = new char[600];
            int length = NativeMethods.legacybridge_last_error_utf16(message, message.Length);
            length = Math.Max(0, Math.Min(length, message.Length - 1));
            string text = length > 0 ? new string(message, 0, length) : "error " + status;
            throw new LegacyBridgeException(status, text, report);
        }

        /// <summary>An output in UTF-8 becomes a string and goes back.</summary>
        internal static string Utf8(OutputHandle output, int length)
        {
            using (output) return Encoding.UTF8.GetString(output.ToBytes(length));
        }

        /// <summary>A text in UTF-8 that ends with a NUL; null for null.</summary>
        internal static byte[] Utf8(string text)
        {
            if (text == null) return null;
            var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
            Encoding.UTF8.GetBytes(text, 0, text.Length, bytes, 0);
            return bytes;
        }
    }

    /// <summary>What became of a column of documents.</summary>
    public sealed class Column
    {
        internal Column(ColumnData made)
        {
            Statuses = new int[made.Count];
            if (made.Count > 0) Marshal.Copy(made.Statuses, Statuses, 0, made.Count);
            Rows = Pieces(made.Data, made.Offsets, made.Count);
            Reports = new string[made.Count];
            byte[][] reports = Pieces(made.Reports, made.ReportOffsets, made.Count);
            for (int row = 0; row < made.Count; row++)
            {
                if (Statuses[row] != 0) Rows[row] = null;
                Reports[row] = Encoding.ASCII.GetString(reports[row]);
            }
        }

        /// <summary>What each row became; null where it was null, or failed.</summary>
        public byte[][] Rows { get; }

        /// <summary>0, 1 where the row was null (<see cref="Row.Null"/>), or its <see cref="Status"/>.</summary>
        public int[] Statuses { get; }

        /// <summary>What could not be kept of each row, as JSON; of a failed row why.</summary>
        public string[] Reports { get; }

        private static byte[][] Pieces(IntPtr data, IntPtr offsets, int count)
        {
            var ends = new long[count + 1];
            Marshal.Copy(offsets, ends, 0, count + 1);
            var pieces = new byte[count][];
            for (int row = 0; row < count; row++)
            {
                pieces[row] = new byte[ends[row + 1] - ends[row]];
                Marshal.Copy(new IntPtr(data.ToInt64() + ends[row]), pieces[row], 0, pieces[row].Length);
            }
            return pieces;
        }
    }

    /// <summary>Converts documents. Dispose of it, or leave it to the garbage collector.</summary>
    public sealed class Converter : IDisposable
    {
        private readonly NumberHandle _handle;

        /// <summary>The library's built-in converter, with default options.</summary>
        public Converter()
        {
            CheckVersion();
            _handle = new NumberHandle(0, false);
        }

        /// <summary>A converter with options, such as "Target=RichEdit;BodyFont=Arial".</summary>
        public Converter(string options)
        {
            CheckVersion();
            Library.Check(NativeMethods.legacybridge_create(Library.Utf8(options), out int handle));
            _handle = new NumberHandle(handle, false);
        }

        private static void CheckVersion()
        {
            if (NativeMethods.legacybridge_abi_version() != NativeMethods.LB_ABI_VERSION)
                throw new NotSupportedException("the library has another version than this assembly");
        }

        internal NumberHandle Handle => _handle;

        /// <summary>Converts Markdown to RTF.</summary>
        public string MarkdownToRtf(string markdown) => Convert(Format.Markdown, Format.Rtf, markdown);

        /// <summary>Converts RTF to Markdown.</summary>
        public string RtfToMarkdown(string rtf) => Convert(Format.Rtf, Format.Markdown, rtf);

        /// <summary>Converts a text.</summary>
        public string Convert(Format from, Format to, string text)
        {
            if (text == null) throw new ArgumentNullException(nameof(text));
            return _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_convert_utf16(
                    handle, (int)from, (int)to, text, text.Length, out OutputHandle output, out int length));
                using (output) return output.ToText(length);
            });
        }

        /// <summary>Converts bytes: RTF, and UTF-8 or what the option CodePage says.</summary>
        public byte[] Convert(Format from, Format to, byte[] bytes)
        {
            if (bytes == null) throw new ArgumentNullException(nameof(bytes));
            return _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_convert(
                    handle, (int)from, (int)to, bytes, bytes.Length, out OutputHandle output, out int length));
                using (output) return output.ToBytes(length);
            });
        }

        /// <summary>
        /// Converts a text; report is what this very call could not keep, as JSON. An exception has it too.
        /// </summary>
        public string Convert(Format from, Format to, string text, out string report)
        {
            if (text == null) throw new ArgumentNullException(nameof(text));
            return Reporting((int handle, out OutputHandle output, out int length, out OutputHandle json,
                out int jsonLength) => NativeMethods.legacybridge_convert_reporting_utf16(
                    handle, (int)from, (int)to, text, text.Length, out output, out length, out json,
                    out jsonLength), Text, Text, out report);
        }

        /// <summary>Converts bytes; report is what this very call could not keep, as JSON.</summary>
        public byte[] Convert(Format from, Format to, byte[] bytes, out string report)
        {
            if (bytes == null) throw new ArgumentNullException(nameof(bytes));
            return Reporting((int handle, out OutputHandle output, out int length, out OutputHandle json,
                out int jsonLength) => NativeMethods.legacybridge_convert_reporting(
                    handle, (int)from, (int)to, bytes, bytes.Length, out output, out length, out json,
                    out jsonLength), Bytes, Ascii, out report);
        }

        /// <summary>
        /// Fills a text with values and converts it: {{name}}, and Word's merge fields. values is a JSON object.
        /// </summary>
        public string Fill(Format from, Format to, string text, string values) =>
            Fill(from, to, text, values, out string _);

        /// <summary>Fills a text; report is what this very call could not keep, as JSON. An exception has it too.</summary>
        public string Fill(Format from, Format to, string text, string values, out string report)
        {
            if (text == null) throw new ArgumentNullException(nameof(text));
            if (values == null) throw new ArgumentNullException(nameof(values));
            return Reporting((int handle, out OutputHandle output, out int length, out OutputHandle json,
                out int jsonLength) => NativeMethods.legacybridge_fill_utf16(
                    handle, (int)from, (int)to, text, text.Length, values, values.Length, out output, out length,
                    out json, out jsonLength), Text, Text, out report);
        }

        /// <summary>Fills bytes, RTF as files hold it above all, with the values of a JSON object.</summary>
        public byte[] Fill(Format from, Format to, byte[] bytes, string values) =>
            Fill(from, to, bytes, values, out string _);

        /// <summary>Fills bytes; report is what this very call could not keep, as JSON.</summary>
        public byte[] Fill(Format from, Format to, byte[] bytes, string values, out string report)
        {
            if (bytes == null) throw new ArgumentNullException(nameof(bytes));
            if (values == null) throw new ArgumentNullException(nameof(values));
            byte[] given = Encoding.UTF8.GetBytes(values);
            return Reporting((int handle, out OutputHandle output, out int length, out OutputHandle json,
                out int jsonLength) => NativeMethods.legacybridge_fill(
                    handle, (int)from, (int)to, bytes, bytes.Length, given, given.Length, out output, out length,
                    out json, out jsonLength), Bytes, Ascii, out report);
        }

        /// <summary>What is wrong with a text, as JSON: valid, format, findings. Offsets are bytes of its UTF-16.</summary>
        public string Check(Format from, string text)
        {
            if (text == null) throw new ArgumentNullException(nameof(text));
            return _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_check_utf16(
                    handle, (int)from, text, text.Length, out OutputHandle json, out int length));
                using (json) return json.ToText(length);
            });
        }

        /// <summary>What is wrong with a document in bytes, as JSON; offsets are its bytes.</summary>
        public string Check(Format from, byte[] bytes)
        {
            if (bytes == null) throw new ArgumentNullException(nameof(bytes));
            return _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_check(
                    handle, (int)from, bytes, bytes.Length, out OutputHandle json, out int length));
                using (json) return Ascii(json, length);
            });
        }

        private delegate int ReportingCall(int handle, out OutputHandle output, out int length,
            out OutputHandle json, out int jsonLength);

        private static string Text(OutputHandle output, int length) => output.ToText(length);

        private static byte[] Bytes(OutputHandle output, int length) => output.ToBytes(length);

        private static string Ascii(OutputHandle output, int length) =>
            Encoding.ASCII.GetString(output.ToBytes(length));

        /// <summary>Runs a call that reports, also where it fails.</summary>
        private T Reporting<T>(ReportingCall call, Func<OutputHandle, int, T> take,
            Func<OutputHandle, int, string> read, out string report)
        {
            string told = null;
            T made = _handle.With(handle =>
            {
                int status = call(handle, out OutputHandle output, out int length, out OutputHandle json,
                    out int jsonLength);
                using (json)
                using (output)
                {
                    if (!json.IsInvalid) told = read(json, jsonLength);
                    Library.Check(status, told);
                    return take(output, length);
                }
            });
            report = told;
            return made;
        }

        /// <summary>
        /// Converts many documents in one call, by threads of the library's own. null stays null; a row that
        /// fails fails no other: see <see cref="Column.Statuses"/>.
        /// </summary>
        public Column ConvertColumn(Format from, Format to, IList<byte[]> rows, int workers = 1)
        {
            if (rows == null) throw new ArgumentNullException(nameof(rows));
            int count = rows.Count;
            var ends = new long[count + 1];
            var validity = new byte[(count + 7) / 8];
            for (int row = 0; row < count; row++)
            {
                ends[row + 1] = ends[row] + (rows[row] == null ? 0 : rows[row].Length);
                if (rows[row] != null) validity[row / 8] |= (byte)(1 << row % 8);
            }
            var data = new byte[ends[count]];
            for (int row = 0; row < count; row++)
                if (rows[row] != null) Buffer.BlockCopy(rows[row], 0, data, (int)ends[row], rows[row].Length);
            var made = new ColumnData { StructSize = Marshal.SizeOf(typeof(ColumnData)) };
            Library.Check(_handle.With(handle => NativeMethods.legacybridge_convert_column(
                handle, (int)from, (int)to, data, new[] { ends[count] }, ends, 64, validity, 0, count,
                Library.Utf8("Reports=Yes;Workers=" + workers), ref made)));
            try { return new Column(made); }
            finally { NativeMethods.legacybridge_free_column(ref made); }
        }

        /// <summary>Ends the conversions that other threads run with this converter now.</summary>
        public void Cancel() => Library.Check(_handle.With(NativeMethods.legacybridge_cancel));

        /// <summary>
        /// Converts bytes into a buffer and returns how many bytes the result has. If that is not less
        /// than the buffer's length, nothing was written: the buffer needs room for a NUL too.
        /// </summary>
        public int ConvertInto(Format from, Format to, byte[] bytes, byte[] buffer)
        {
            if (bytes == null) throw new ArgumentNullException(nameof(bytes));
            if (buffer == null) throw new ArgumentNullException(nameof(buffer));
            return _handle.With(handle =>
            {
                int status = NativeMethods.legacybridge_convert_into(
                    handle, (int)from, (int)to, bytes, bytes.Length, buffer, buffer.Length, out int needed);
                if (status != (int)Status.BufferTooSmall) Library.Check(status);
                return needed;
            });
        }

        /// <summary>Converts one file to another.</summary>
        public void ConvertFile(Format from, Format to, string inputPath, string outputPath)
        {
            _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_convert_file_utf16(
                    handle, (int)from, (int)to, inputPath, outputPath));
                return 0;
            });
        }

        /// <summary>What the last conversion could not keep, as JSON; "[]" when nothing was lost.</summary>
        public string Report()
        {
            return _handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_report(handle, out OutputHandle json, out int length));
                return Library.Utf8(json, length);
            });
        }

        /// <summary>Destroys the converter; conversions that run end in peace.</summary>
        public void Dispose() => _handle.Dispose();
    }

    /// <summary>
    /// A job that converts files in threads of the library's own. When it is disposed of, what has not
    /// begun is cancelled.
    /// </summary>
    public sealed class Batch : IDisposable
    {
        private readonly NumberHandle _job;

        /// <summary>Converts the files of a folder; options as in legacybridge_batch_start.</summary>
        public Batch(Converter converter, Format from, Format to, string inputFolder, string outputFolder,
            string options = null)
        {
            if (converter == null) throw new ArgumentNullException(nameof(converter));
            _job = converter.Handle.With(handle =>
            {
                Library.Check(NativeMethods.legacybridge_batch_start(handle, (int)from, (int)to,
                    Library.Utf8(inputFolder), Library.Utf8(outputFolder), Library.Utf8(options), out int job));
                return new NumberHandle(job, true);
            });
        }

        /// <summary>Converts a list of files: each key is an input, its value the output.</summary>
        public Batch(Converter converter, Format from, Format to,
            IReadOnlyList<KeyValuePair<string, string>> files, string options = null)
        {
            if (converter == null) throw new ArgumentNullException(nameof(converter));
            if (files == null) throw new ArgumentNullException(nameof(files));
            var inputs = new IntPtr[files.Count];
            var outputs = new IntPtr[files.Count];
            try
            {
                for (int i = 0; i < files.Count; i++)
                {
                    inputs[i] = CopyOf(files[i].Key);
                    outputs[i] = CopyOf(files[i].Value);
                }
                _job = converter.Handle.With(handle =>
                {
                    Library.Check(NativeMethods.legacybridge_batch_start_list(handle, (int)from, (int)to,
                        inputs, outputs, files.Count, Library.Utf8(options), out int job));
                    return new NumberHandle(job, true);
                });
            }
            finally
            {
                foreach (IntPtr name in inputs) Marshal.FreeHGlobal(name);
                foreach (IntPtr name in outputs) Marshal.FreeHGlobal(name);
            }
        }

        private static IntPtr CopyOf(string name)
        {
            byte[] bytes = Library.Utf8(name) ?? throw new ArgumentException("a name is null", nameof(name));
            IntPtr copy = Marshal.AllocHGlobal(bytes.Length);
            Marshal.Copy(bytes, 0, copy, bytes.Length);
            return copy;
        }

        /// <summary>Waits, -1 as long as it takes. True when the job is over.</summary>
        public bool Wait(int milliseconds = -1)
        {
            int status = _job.With(job => NativeMethods.legacybridge_batch_wait(job, milliseconds));
            if (status == (int)LegacyBridge.Status.Busy) return false;
            if (status != (int)LegacyBridge.Status.Cancelled) Library.Check(status);
            return true;
        }

        /// <summary>Asks the job to begin no further document.</summary>
        public void Cancel() => Library.Check(_job.With(NativeMethods.legacybridge_batch_cancel));

        /// <summary>How far the job is.</summary>
        public BatchStatus Status
        {
            get
            {
                var status = new BatchStatus { StructSize = Marshal.SizeOf(typeof(BatchStatus)) };
                Library.Check(_job.With(job => NativeMethods.legacybridge_batch_status(job, ref status)));
                return status;
            }
        }

        /// <summary>What has become of one file.</summary>
        public BatchResult Result(int index)
        {
            var result = new BatchResult { StructSize = Marshal.SizeOf(typeof(BatchResult)) };
            Library.Check(_job.With(job => NativeMethods.legacybridge_batch_result(job, index, ref result)));
            return result;
        }

        /// <summary>One text of one file; -1 is the file that was begun last.</summary>
        public string Text(int index, BatchPart part)
        {
            return _job.With(job =>
            {
                Library.Check(NativeMethods.legacybridge_batch_text(
                    job, index, (int)part, out OutputHandle text, out int length));
                return Library.Utf8(text, length);
            });
        }

        /// <summary>The report of the job as JSON, a line for each file.</summary>
        public string Report()
        {
            return _job.With(job =>
            {
                Library.Check(NativeMethods.legacybridge_batch_report(job, out OutputHandle json, out int length));
                return Library.Utf8(json, length);
            });
        }

        /// <summary>Cancels what has not begun and waits for what has.</summary>
        public void Dispose() => _job.Dispose();
    }
}
