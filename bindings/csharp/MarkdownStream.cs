// Markdown that arrives in pieces, as language models send it, shown in a RichEdit control (WinForms'
// RichTextBox, or any window of that class) while it is written.
//
//     using (var stream = new MarkdownStream("BodyFont=Segoe UI", richTextBox1.Handle))
//     {
//         await foreach (string piece in answer) stream.Add(piece);
//         stream.Finish();
//     }
//
// Add shows at most every 300 milliseconds what can be shown: the library closes what is open at the end
// and holds back what can't be told yet (its option Arriving), so that nothing is shown that the next piece
// takes back. The window is exchanged while it draws nothing, and stays where its reader is.
//
// Threads  Add and Finish belong to the thread of the window. Without a window: any, one at a time.
// Errors   LegacyBridgeException, as Converter.

using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace LegacyBridge
{
    /// <summary>Collects pieces of Markdown and shows them as they arrive.</summary>
    public sealed class MarkdownStream : IDisposable
    {
        private readonly Converter _arriving;
        private readonly Converter _whole;
        private readonly IntPtr _window;
        private readonly StringBuilder _text = new StringBuilder();
        private readonly Stopwatch _since = new Stopwatch();
        private int _shown = -1;

        /// <summary>The options are those of Converter; Target=RichEdit and Arriving are set here.</summary>
        public MarkdownStream(string options) : this(options, IntPtr.Zero)
        {
        }

        /// <summary>Shows what arrives in a window of a RichEdit class; it is not owned.</summary>
        public MarkdownStream(string options, IntPtr window)
        {
            string all = "Target=RichEdit;" + options;
            _whole = new Converter(all);
            try
            {
                _arriving = new Converter(all.TrimEnd(' ', ';') + ";Arriving=Yes");
            }
            catch
            {
                _whole.Dispose();
                throw;
            }
            _window = window;
        }

        /// <summary>How often what has arrived is shown, in milliseconds.</summary>
        public int Interval { get; set; } = 300;

        /// <summary>All Markdown that has arrived.</summary>
        public string Markdown => _text.ToString();

        /// <summary>
        /// Takes a piece. True if the time has come to show it, which is done where there is a window:
        /// Rtf() has what to show elsewhere.
        /// </summary>
        public bool Add(string piece)
        {
            _text.Append(piece);
            if (_since.IsRunning && _since.ElapsedMilliseconds < Interval) return false;
            if (_window != IntPtr.Zero) Show(Rtf());
            _since.Restart();
            return true;
        }

        /// <summary>What can be shown now, as RTF.</summary>
        public string Rtf()
        {
            // A piece may end between the two halves of a character.
            int length = _text.Length;
            if (length > 0 && char.IsHighSurrogate(_text[length - 1])) length--;
            return _arriving.MarkdownToRtf(_text.ToString(0, length));
        }

        /// <summary>Nothing more comes: shows all, as it is, and gives its RTF.</summary>
        public string Finish()
        {
            string rtf = _whole.MarkdownToRtf(Markdown);
            _since.Reset();
            _shown = -1;
            if (_window != IntPtr.Zero) Show(rtf);
            return rtf;
        }

        /// <summary>Begins again with nothing.</summary>
        public void Clear()
        {
            _text.Length = 0;
            _since.Reset();
            _shown = -1;
        }

        /// <summary>Gives the converters back.</summary>
        public void Dispose()
        {
            _arriving.Dispose();
            _whole.Dispose();
        }

        private void Show(string rtf)
        {
            // What looks the same is not exchanged.
            int look = rtf.GetHashCode();
            if (look == _shown) return;
            // Who selects text reads: they are not disturbed.
            if (_since.IsRunning && RichEditView.HasSelection(_window)) return;
            _shown = look;
            RichEditView.Exchange(_window, rtf);
        }
    }

    /// <summary>Exchanges the text of a RichEdit window without a flicker.</summary>
    public static class RichEditView
    {
        private const int WmSetRedraw = 0x000B;
        private const int WmUser = 0x0400;
        private const int EmExGetSel = WmUser + 52;
        private const int EmExLimitText = WmUser + 53;
        private const int EmExSetSel = WmUser + 55;
        private const int EmSetTextEx = WmUser + 97;
        private const int EmGetScrollPos = WmUser + 221;
        private const int EmSetScrollPos = WmUser + 222;
        private const int WmVScroll = 0x0115;
        private const int SbBottom = 7;
        private const int SbVert = 1;

        [StructLayout(LayoutKind.Sequential)]
        private struct Range
        {
            public int First;
            public int Last;
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct Place
        {
            public int X;
            public int Y;
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct How
        {
            public int Flags;
            public int CodePage;
        }

        [StructLayout(LayoutKind.Sequential)]
        private struct ScrollInfo
        {
            public int Size;
            public int Mask;
            public int Least;
            public int Most;
            public int Page;
            public int At;
            public int Track;
        }

        [DllImport("user32.dll", EntryPoint = "SendMessageW")]
        private static extern IntPtr SendMessage(IntPtr window, int message, IntPtr first, IntPtr second);

        [DllImport("user32.dll", EntryPoint = "SendMessageW")]
        private static extern IntPtr SendMessage(IntPtr window, int message, IntPtr first, ref Range range);

        [DllImport("user32.dll", EntryPoint = "SendMessageW")]
        private static extern IntPtr SendMessage(IntPtr window, int message, IntPtr first, ref Place place);

        [DllImport("user32.dll", EntryPoint = "SendMessageW")]
        private static extern IntPtr SendMessage(IntPtr window, int message, ref How how, byte[] rtf);

        [DllImport("user32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool GetScrollInfo(IntPtr window, int bar, ref ScrollInfo info);

        [DllImport("user32.dll")]
        [return: MarshalAs(UnmanagedType.Bool)]
        private static extern bool InvalidateRect(IntPtr window, IntPtr rectangle,
            [MarshalAs(UnmanagedType.Bool)] bool erase);

        /// <summary>Whether text is selected.</summary>
        public static bool HasSelection(IntPtr window)
        {
            var range = new Range();
            SendMessage(window, EmExGetSel, IntPtr.Zero, ref range);
            return range.First != range.Last;
        }

        /// <summary>
        /// Makes rtf the text of the window. Where its end was in view it stays so, else the same lines do.
        /// </summary>
        public static void Exchange(IntPtr window, string rtf)
        {
            bool follow = EndInView(window);
            var place = new Place();
            SendMessage(window, EmGetScrollPos, IntPtr.Zero, ref place);
            SendMessage(window, WmSetRedraw, IntPtr.Zero, IntPtr.Zero);
            try
            {
                SendMessage(window, EmExLimitText, IntPtr.Zero, new IntPtr(0x7FFFFFFE));
                // RTF is ASCII, whatever the code page. The text ends with a NUL.
                var how = new How();
                var bytes = new byte[rtf.Length + 1];
                Encoding.ASCII.GetBytes(rtf, 0, rtf.Length, bytes, 0);
                SendMessage(window, EmSetTextEx, ref how, bytes);
                if (follow)
                {
                    var end = new Range { First = -1, Last = -1 };
                    SendMessage(window, EmExSetSel, IntPtr.Zero, ref end);
                    SendMessage(window, WmVScroll, new IntPtr(SbBottom), IntPtr.Zero);
                }
                else
                {
                    SendMessage(window, EmSetScrollPos, IntPtr.Zero, ref place);
                }
            }
            finally
            {
                SendMessage(window, WmSetRedraw, new IntPtr(1), IntPtr.Zero);
                InvalidateRect(window, IntPtr.Zero, true);
            }
        }

        private static bool EndInView(IntPtr window)
        {
            var info = new ScrollInfo { Size = 28, Mask = 7 };
            return !GetScrollInfo(window, SbVert, ref info) || info.At + info.Page >= info.Most - 1;
        }
    }
}
