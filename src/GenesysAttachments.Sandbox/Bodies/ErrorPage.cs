using System.Text.Encodings.Web;

namespace GenesysAttachments.Sandbox.Bodies;

/// <summary>A refusal for a person in front of a browser.</summary>
internal static class ErrorPage
{
    /// <summary>Answers with a page of a title and a sentence, which may repeat what the request said.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string title, string text)
    {
        Refusal.Note(context, text);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"<!doctype html><meta charset=utf-8><title>{HtmlEncoder.Default.Encode(title)}</title><h1>{HtmlEncoder.Default.Encode(title)}</h1><p>{HtmlEncoder.Default.Encode(text)}</p>\n");
    }
}
