using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace GenesysAttachments.Demo;

/// <summary>A small set of real files: five that should go, three that should not.</summary>
internal static class SampleFiles
{
    private const int OverTheLimit = 10_485_760 + 1;

    /// <summary>Writes them.</summary>
    /// <param name="folder">Where to; made if need be.</param>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Save("Offer 2026.pdf", Pdf("Your offer"));
        Save("logo.png", Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAKAAAABuCAMAAACX8+jbAAAADFBMVEX1+PoLXIpsvOw8RlCngog0AAAAdElEQVR42u3VsRHAIAwEQRn33zMxMwQEGAPaa+A3kiIkSZIkHVRpAgQEvAP4NAECAgKeCRw9wICAgICZgL1hQEBAQMBswNkvDBAQEPDjYUBAQEBAwB+BK4YBAQEBAQEBAQEBAQEBAQEBAQFnA98NC0mSMlQBdcAiD+W0USAAAAAASUVORK5CYII="));
        Save("prices.csv", Encoding.UTF8.GetBytes("article;price\nżółć;12,50\nünï;7,00\n"));
        Save("notes.txt", Encoding.UTF8.GetBytes("Read me before you sign.\n"));
        Save("contract.docx", Docx("The parties agree."));
        Save("scan.pdf", new byte[OverTheLimit]);
        Save("empty.txt", []);
        Save("setup.exe", [0x4D, 0x5A, 0x90, 0x00]);

        void Save(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private static byte[] Pdf(string text)
    {
        var body = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var content in new[]
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length + 34} >>\nstream\nBT /F1 18 Tf 20 40 Td ({text}) Tj ET\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        })
        {
            offsets.Add(body.Length);
            body.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{content}\nendobj\n");
        }

        var table = body.Length;
        body.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => body.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n"));
        body.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(body.ToString());
    }

    private static byte[] Docx(string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            Add("[Content_Types].xml", """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""");
            Add("_rels/.rels", """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add("word/document.xml", $"""<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>""");

            void Add(string name, string content)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }

        return memory.ToArray();
    }
}
