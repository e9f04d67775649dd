using System.Globalization;
using GenesysAttachments.Engine.Targets;

namespace GenesysAttachments.Engine.Journals;

/// <summary>Says how long a message has not shown in its conversation, so that sending it again is an informed choice.</summary>
public static class AbsentMessage
{
    /// <summary>In words.</summary>
    /// <param name="route">The route it went by.</param>
    /// <param name="since">When its request was made, in UTC.</param>
    /// <param name="age">How long ago that is.</param>
    public static string Describe(string? route, DateTimeOffset since, TimeSpan age)
    {
        var after = string.Create(CultureInfo.InvariantCulture, $"{Words(age)} after its request ({since.UtcDateTime:u})");
        return route is RouteNames.Agent or RouteNames.Guest
            ? $"The conversation does not show it, {after}: it is not there, or not yet. Sending it again with -Force is for a person to decide."
            : $"This route has no way to look for it, {after}. Look into the conversation before it is sent again with -Force.";
    }

    private static string Words(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(age.TotalSeconds, 0):0} seconds"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} minutes"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} days"),
    };
}
