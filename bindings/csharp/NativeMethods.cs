// The functions of legacybridge.h.
//
// The calling convention is the platform's: Winapi, DllImport's default, is stdcall on 32-bit Windows
// and C elsewhere, as the library's is. "legacybridge" is legacybridge.dll on Windows and
// liblegacybridge.so.1 elsewhere, or liblegacybridge.so. Written in C# 7, as Visual Studio 2017 has it.

using System;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;

namespace LegacyBridge
{
    /// <summary>What the library holds and has done: legacybridge_stats_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Statistics
    {
#pragma warning disable 1591 // told in legacybridge.h
        public int StructSize;
        public int ActiveConversions;
        public int LiveHandles;
        public int OutstandingOutputs;
        public long MemoryInUse;
        public long MemoryPeak;
        public long MemoryLimit;
        public long RuntimeBytes;
        public long ConversionsDone;
        public long ConversionsFailed;
        public long ConversionsRefused;
        public long ConversionsWaited;
        public long BytesIn;
        public long BytesOut;
        public long IgnoredFrees;
        public long BufferPoolHits;
        public long BufferPoolMisses;
        public long BufferPoolIdle;
        public long BufferPoolBytes;
        public long StringPoolHits;
        public long StringPoolMisses;
        public long StringPoolIdle;
        public long StringPoolBytes;
        public long NodePoolHits;
        public long NodePoolMisses;
        public long NodePoolIdle;
        public long NodePoolBytes;
        public long WorkspacePoolHits;
        public long WorkspacePoolMisses;
        public long WorkspacePoolIdle;
        public long WorkspacePoolBytes;
        public long InternerEntries;
        public long InternerBytes;
        public long InternerHits;
        public long InternerMisses;
        public long InternerClears;
        public long Allocations;
        public long BlockPoolHits;
        public long BlockPoolMisses;
        public long BlockPoolIdle;
        public long BlockPoolBytes;
        public long ConversionMicroseconds;
        public long RtfToMarkdownMicroseconds;
        public long MarkdownToRtfMicroseconds;
        public long RtfToHtmlMicroseconds;
        public long HtmlToRtfMicroseconds;
        public long RtfToTextMicroseconds;
#pragma warning restore 1591
    }

    /// <summary>How far a batch job is: legacybridge_batch_status_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchStatus
    {
#pragma warning disable 1591
        public int StructSize;
        public int State;
        public int Total;
        public int Done;
        public int Converted;
        public int Failed;
        public int Skipped;
        public int Workers;
        public long BytesIn;
        public long BytesOut;
        public long Milliseconds;
#pragma warning restore 1591
    }

    /// <summary>What has become of one file of a batch job: legacybridge_batch_result_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchResult
    {
#pragma warning disable 1591
        public int StructSize;
        public int Status;
        public int Losses;
        public int Microseconds;
        public long BytesIn;
        public long BytesOut;
#pragma warning restore 1591
    }

    /// <summary>What the library's log calls: a level, and a text in UTF-8 that ends with a NUL.</summary>
    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    internal delegate void LogCallback(int level, IntPtr message);

    /// <summary>A column of documents that was converted: legacybridge_column_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ColumnData
    {
#pragma warning disable 1591
        public int StructSize;
        public int Count;
        public int Failed;
        public int Reserved;
        public IntPtr Data;
        public IntPtr Offsets;
        public IntPtr Statuses;
        public IntPtr Reports;
        public IntPtr ReportOffsets;
        public IntPtr Validity;
#pragma warning restore 1591
    }

    /// <summary>An output of the library; goes back to it when it is disposed of.</summary>
    internal sealed class OutputHandle : SafeHandle
    {
        public OutputHandle() : base(IntPtr.Zero, true) { }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            NativeMethods.legacybridge_free(handle);
            return true;
        }

        /// <summary>Copies the output out.</summary>
        internal byte[] ToBytes(int length)
        {
            var bytes = new byte[length];
            if (length > 0) Marshal.Copy(handle, bytes, 0, length);
            return bytes;
        }

        /// <summary>Copies an output in UTF-16 out.</summary>
        internal string ToText(int length) => length == 0 ? "" : Marshal.PtrToStringUni(handle, length);
    }

    internal static class NativeMethods
    {
        private const string Library = "legacybridge";

        internal const int LB_ABI_VERSION = 2;

        static NativeMethods()
        {
            if (Path.DirectorySeparatorChar == '\\') Preload();
            else FindSoname();
            try
            {
                // This assembly counts as one that uses the library, once in each application domain.
                if (legacybridge_startup() >= 0) LegacyBridge.Library.Counted();
            }
            // The call that was made says what is missing, in its own words.
            catch (DllNotFoundException) { }
            catch (BadImageFormatException) { }
            catch (EntryPointNotFoundException) { }
        }

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_abi_version();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern IntPtr legacybridge_version();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_version_number();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern IntPtr legacybridge_status_text(int status);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_create(byte[] options, out int handle);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_destroy(int handle);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern void legacybridge_free(IntPtr output);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_last_error([Out] byte[] buffer, int capacity);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_last_error_utf16([Out] char[] buffer, int capacity);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_last_error_json([Out] byte[] buffer, int capacity);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_last_error_json_utf16([Out] char[] buffer, int capacity);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern void legacybridge_clear_error();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_startup();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_shutdown();

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_convert(
            int handle, int fromFormat, int toFormat, byte[] input, int inputLen,
            out OutputHandle output, out int outputLen);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_convert_utf16(
            int handle, int fromFormat, int toFormat,
            [MarshalAs(UnmanagedType.LPWStr)] string input, int inputLen,
            out OutputHandle output, out int outputLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_convert_reporting(
            int handle, int fromFormat, int toFormat, byte[] input, int inputLen,
            out OutputHandle output, out int outputLen, out OutputHandle report, out int reportLen);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_convert_reporting_utf16(
            int handle, int fromFormat, int toFormat,
            [MarshalAs(UnmanagedType.LPWStr)] string input, int inputLen,
            out OutputHandle output, out int outputLen, out OutputHandle report, out int reportLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_fill(
            int handle, int fromFormat, int toFormat, byte[] input, int inputLen,
            byte[] values, int valuesLen,
            out OutputHandle output, out int outputLen, out OutputHandle report, out int reportLen);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_fill_utf16(
            int handle, int fromFormat, int toFormat,
            [MarshalAs(UnmanagedType.LPWStr)] string input, int inputLen,
            [MarshalAs(UnmanagedType.LPWStr)] string values, int valuesLen,
            out OutputHandle output, out int outputLen, out OutputHandle report, out int reportLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_check(
            int handle, int fromFormat, byte[] input, int inputLen,
            out OutputHandle json, out int jsonLen);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_check_utf16(
            int handle, int fromFormat, [MarshalAs(UnmanagedType.LPWStr)] string input, int inputLen,
            out OutputHandle json, out int jsonLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_cancel(int handle);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_convert_into(
            int handle, int fromFormat, int toFormat, byte[] input, int inputLen,
            [Out] byte[] buffer, int capacity, out int needed);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_convert_file(
            int handle, int fromFormat, int toFormat, byte[] inputPath, byte[] outputPath);

        [DllImport(Library, ExactSpelling = true, CharSet = CharSet.Unicode)]
        internal static extern int legacybridge_convert_file_utf16(
            int handle, int fromFormat, int toFormat,
            [MarshalAs(UnmanagedType.LPWStr)] string inputPath,
            [MarshalAs(UnmanagedType.LPWStr)] string outputPath);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_convert_column(
            int handle, int fromFormat, int toFormat, byte[] data, long[] dataLen, long[] offsets,
            int offsetBits, byte[] validity, int first, int count, byte[] options, ref ColumnData column);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern void legacybridge_free_column(ref ColumnData column);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_start(
            int handle, int fromFormat, int toFormat, byte[] inputFolder, byte[] outputFolder,
            byte[] options, out int job);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_start_list(
            int handle, int fromFormat, int toFormat, IntPtr[] inputs, IntPtr[] outputs, int count,
            byte[] options, out int job);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_status(int job, ref BatchStatus status);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_cancel(int job);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_wait(int job, int milliseconds);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_result(int job, int index, ref BatchResult result);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_text(
            int job, int index, int part, out OutputHandle text, out int textLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_report(
            int job, out OutputHandle json, out int jsonLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_batch_free(int job);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_set_log(LogCallback callback, int level);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_stats(ref Statistics stats);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_report(
            int handle, out OutputHandle json, out int jsonLen);

        [DllImport(Library, ExactSpelling = true)]
        internal static extern int legacybridge_metrics(out OutputHandle text, out int len);

        [DllImport("kernel32", ExactSpelling = true, CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryW(string path);

        /// <summary>
        /// On Windows, loads the DLL of this process's architecture from the folders x86 and x64 beside
        /// the assembly; DllImport then finds it by its name. Without these folders the usual search
        /// applies.
        /// </summary>
        private static void Preload()
        {
            string path = Path.Combine(Folder(), IntPtr.Size == 8 ? "x64" : "x86", "legacybridge.dll");
            if (File.Exists(path)) LoadLibraryW(path);
        }

        /// <summary>The assembly's folder.</summary>
        private static string Folder()
        {
            string folder = Path.GetDirectoryName(typeof(NativeMethods).Assembly.Location);
            return string.IsNullOrEmpty(folder) ? AppDomain.CurrentDomain.BaseDirectory : folder;
        }

        /// <summary>The name under which systems other than Windows install the library.</summary>
        private const string Soname = "liblegacybridge.so.1";

        /// <summary>
        /// DllImport makes liblegacybridge.so of the name, which only packages for developers have. .NET Core 3 and
        /// later can be told what else it may be. Mono looks before any code runs: it reads dllmap in
        /// LegacyBridge.Net.dll.config.
        /// </summary>
        private static void FindSoname()
        {
            try
            {
                Type native = Type.GetType(
                    "System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices");
                Type resolver = Type.GetType(
                    "System.Runtime.InteropServices.DllImportResolver, System.Runtime.InteropServices");
                if (native != null && resolver != null)
                    native.GetMethod("SetDllImportResolver").Invoke(null, new object[] {
                        typeof(NativeMethods).Assembly,
                        Delegate.CreateDelegate(resolver, typeof(NativeMethods).GetMethod(
                            nameof(Resolve), BindingFlags.Static | BindingFlags.NonPublic)) });
            }
            // The program has a resolver of its own.
            catch (TargetInvocationException) { }
        }

        /// <summary>
        /// A DllImportResolver of .NET Core 3 and later: what the usual search finds, else the name that packages
        /// install, beside the assembly or where the system looks. Zero: none.
        /// </summary>
        private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? search)
        {
            if (name != Library) return IntPtr.Zero;
            Type native = Type.GetType(
                "System.Runtime.InteropServices.NativeLibrary, System.Runtime.InteropServices");
            Type place = typeof(IntPtr).MakeByRefType();
            MethodInfo usual = native.GetMethod(
                "TryLoad", new[] { typeof(string), typeof(Assembly), typeof(DllImportSearchPath?), place });
            var arguments = new object[] { name, assembly, search, IntPtr.Zero };
            if ((bool)usual.Invoke(null, arguments)) return (IntPtr)arguments[3];
            MethodInfo load = native.GetMethod("TryLoad", new[] { typeof(string), place });
            foreach (string path in new[] { Path.Combine(Folder(), Soname), Soname })
            {
                arguments = new object[] { path, IntPtr.Zero };
                if ((bool)load.Invoke(null, arguments)) return (IntPtr)arguments[1];
            }
            return IntPtr.Zero;
        }
    }
}
