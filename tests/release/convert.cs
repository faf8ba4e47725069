// What a program in C# does with the NuGet package: the Markdown of an RTF file, to standard output.
using System;
using System.IO;
using LegacyBridge;

static class Program
{
    static void Main(string[] words)
    {
        using (var converter = new Converter("Images=Skip"))
        {
            byte[] markdown = converter.Convert(Format.Rtf, Format.Markdown, File.ReadAllBytes(words[0]));
            using (Stream output = Console.OpenStandardOutput())
                output.Write(markdown, 0, markdown.Length);
        }
    }
}
