using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Platform;

/// <summary>The page for what went wrong: calm, in the reader's language, with a way on.</summary>
public static class Problem
{
    /// <summary>Answers with the page for the status that was set; 500 where none was.</summary>
    public static async Task Show(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException bad) context.Response.StatusCode = bad.StatusCode;
        else if (context.Features.Get<IExceptionHandlerFeature>()?.Error is InvalidDataException) context.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (context.Response.StatusCode < 400) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        // A script is answered with what it can read.
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            await TypedResults.Problem(statusCode: context.Response.StatusCode).ExecuteAsync(context);
            return;
        }
        var known = context.Response.StatusCode switch { 404 or 413 or 429 or 503 => context.Response.StatusCode, < 500 => 400, _ => 500 };
        var page = new RazorComponentResult<ProblemPage>(new { Frame = await Frame.BindAsync(context), Key = $"problem.{known}" })
        {
            StatusCode = context.Response.StatusCode,
        };
        await page.ExecuteAsync(context);
    }
}
